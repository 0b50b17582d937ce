// Misbehaving Claude CLIs: shell scripts with just enough of the protocol, started by the real factory as real
// processes in a folder of their own.
#pragma once

#include "agent/cli_session_factory.hpp"
#include "domain/event.hpp"
#include "domain/run_reducer.hpp"
#include "rt/timer.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace switchboard::test {

/// A folder with an executable `claude` whose body is `script`, after these shell functions: answer_initialize,
/// read_user, say_text WORD, say_result. Removed on destruction.
class fake_cli {
 public:
  explicit fake_cli(const std::string& script);
  fake_cli(const fake_cli&) = delete;
  fake_cli& operator=(const fake_cli&) = delete;
  ~fake_cli();

  agent::cli_config config() const;
  const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// One turn folded by a reducer, up to its end.
struct folded_turn {
  std::vector<domain::event> events;
  domain::run_outcome outcome;
  std::string text;
  std::string parts;

  /// "session text text done"
  std::string shape() const;
};

rt::task<folded_turn> run_turn(agent::session& session, std::string prompt, agent::session_callbacks callbacks = {});

agent::session_spec fake_spec();

}  // namespace switchboard::test
