// What a child process is started with, whole: nothing of the parent's environment, files or signals passes to it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace switchboard::process {

struct spawn_spec {
  std::string program;                                           // path of the executable; no search in PATH
  std::vector<std::string> args;                                 // argv[1] onwards
  std::vector<std::pair<std::string, std::string>> environment;  // the whole of it
  std::string working_directory;
  std::size_t stderr_tail_bytes = 8192;  // how much of the end of stderr is kept
};

/// How a process ended: exactly one of the two is set.
struct exit_status {
  std::optional<int> code;
  std::optional<int> signal;
  bool operator==(const exit_status&) const = default;
};

/// "exit code 1", "signal 9 (Killed)".
std::string describe(const exit_status& status);

}  // namespace switchboard::process
