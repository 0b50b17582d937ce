// What /proc knows: open files of this program, its children, and whether a process lives.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/types.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace switchboard::test {

inline std::size_t open_files() {
  std::size_t n = 0;
  for ([[maybe_unused]] const auto& fd : std::filesystem::directory_iterator("/proc/self/fd")) ++n;
  return n - 1;  // the directory itself
}

/// "S", "Z", … or nothing when there is no such process.
inline std::string process_state(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(stat, line);
  const auto end = line.rfind(") ");
  return end == std::string::npos ? "" : line.substr(end + 2, 1);
}

inline bool is_alive(pid_t pid) {
  const auto state = process_state(pid);
  return !state.empty() && state != "Z" && state != "X";
}

/// Children of a process ("self": this one), zombies included.
inline std::vector<pid_t> children(const std::string& of = "self") {
  std::vector<pid_t> out;
  std::error_code gone;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + of + "/task", gone)) {
    std::ifstream list(task.path() / "children");
    for (pid_t pid = 0; list >> pid;) out.push_back(pid);
  }
  return out;
}

/// Waits until `done()`; false after `patience`. For what another process or thread brings about.
template<class Done>
bool eventually(Done done, std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace switchboard::test
