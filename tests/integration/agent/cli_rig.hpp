// The real Claude CLI (CLAUDE_CLI_PATH) before the scripted model (switchboard-scripted-model), each test in folders of
// its own.
#pragma once

#include "agent/cli_session_factory.hpp"
#include "fault/fake_cli.hpp"
#include "process/child.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace switchboard::test {

class cli_rig {
 public:
  /// Starts the scripted model and waits until it listens. Throws when a program is missing: the test must fail then.
  explicit cli_rig(boost::asio::any_io_executor executor);
  cli_rig(const cli_rig&) = delete;
  cli_rig& operator=(const cli_rig&) = delete;
  ~cli_rig();

  agent::cli_config config() const;
  /// The usual spec: tools "getTransactions" (allowed) and "deleteBudget" (asked about).
  agent::session_spec spec() const;
  rt::task<std::unique_ptr<agent::session>> open(agent::session_spec spec);
  const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<process::child> model_;
  std::string model_url_;
};

/// Runs `use(rig)` as a task; afterwards no child process is left.
template<class Use>
void with_real_cli(Use use);

}  // namespace switchboard::test

#include "support/processes.hpp"
#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

template<class Use>
void switchboard::test::with_real_cli(Use use) {
  run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    cli_rig rig(executor);
    co_await use(rig);
  });
  CHECK(children().empty());
}
