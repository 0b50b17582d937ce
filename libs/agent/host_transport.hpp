// A line transport over an agent host: the host owns the agent and outlives this process; this end reads its lines,
// tells it ours, and ends it. A host that is gone already is one whose lines have ended.
//
// Life cycle: construct on a host that was started or found, use, terminate(); the destructor ends what is left and
// removes the host's folder, unless detach() came first. Lives on one shard.
#pragma once

#include "agent/host_process.hpp"
#include "agent/line_transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace switchboard::agent {

/// Where a host's counts stand when a server attaches; all zero for a new one.
struct host_position {
  std::uint64_t journal = 0;       // the last line, note or input in its spool
  std::uint64_t command = 0;       // the last input or note that it took
  std::optional<agent_exit> exit;  // of an agent that has ended already
};

class host_transport final : public line_transport {
 public:
  /// Starts a host and in it the agent. Errors as those of start_host().
  static core::result<std::unique_ptr<line_transport>> start(const boost::asio::any_io_executor& executor,
                                                             const host_config& config,
                                                             const process::spawn_spec& agent);

  host_transport(const boost::asio::any_io_executor& executor, host_process host, host_position position);
  host_transport(const host_transport&) = delete;
  host_transport& operator=(const host_transport&) = delete;
  ~host_transport() override;

  rt::task<core::result<transport_line>> read_line() override;
  rt::task<core::result<void>> write_line(std::string line) override;
  void note(std::string text) override;
  void release() override;
  void detach() noexcept override;
  rt::task<agent_exit> terminate(core::deadline grace) override;
  void kill() noexcept override;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace switchboard::agent
