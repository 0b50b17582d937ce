// Opens sessions by starting the Claude CLI in an agent host of its own. Stateless but for its configuration: one
// factory serves all shards; a session lives on the shard that opened it.
#pragma once

#include "agent/cli_args.hpp"
#include "agent/cli_session.hpp"
#include "agent/session.hpp"

namespace switchboard::agent {

class cli_session_factory final : public session_factory {
 public:
  cli_session_factory(cli_config config, session_limits limits);

  /// Also `gone` when the session to resume is unknown to the CLI, and `invalid_agent_config` for a spec that is no
  /// such thing.
  rt::task<core::result<std::unique_ptr<session>>> open(session_spec spec, core::deadline limit) override;
  std::unique_ptr<session> adopt(const boost::asio::any_io_executor& executor, left_host left,
                                 adopted_turn turn) override;
  /// `agent_unavailable` when the CLI or the host is missing or is not executable.
  core::result<void> ready() const override;

 private:
  core::result<void> restore(const session_spec& spec) const;

  cli_config config_;
  session_limits limits_;
};

/// Makes the folders of the configuration, for this user alone. Once, before the first session.
core::result<void> prepare_folders(const cli_config& config);

}  // namespace switchboard::agent
