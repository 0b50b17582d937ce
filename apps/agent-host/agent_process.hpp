// The agent below a host: its process group, what it prints as lines, what it is told, and the end of its stderr. Never
// blocks; the host's loop says when something is ready.
#pragma once

#include "core/result.hpp"
#include "process/spawn.hpp"
#include "wire/ndjson_framer.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::agent_host {

class agent_process {
 public:
  /// Starts the agent so that it dies with this process. Errors as those of process::spawn.
  static core::result<agent_process> start(process::spawn_spec spec);
  agent_process(agent_process&&) noexcept = default;
  agent_process& operator=(agent_process&&) noexcept = default;
  agent_process(const agent_process&) = delete;
  agent_process& operator=(const agent_process&) = delete;

  int pidfd() const noexcept { return process_.pidfd.get(); }
  int out() const noexcept { return process_.stdout_end.get(); }  // -1 at its end
  int err() const noexcept { return process_.stderr_end.get(); }  // -1 at its end
  /// -1 when there is nothing to write.
  int in() const noexcept { return pending_.empty() ? -1 : process_.stdin_end.get(); }

  /// Reads what stdout holds now, up to a bound.
  void read_out();
  std::optional<std::string> next_line() { return framer_.next(); }
  /// At the end of the output: what followed the last newline.
  std::optional<std::string> last_line() { return framer_.finish(); }
  std::size_t overlong_lines() const noexcept { return framer_.overlong_lines(); }
  void read_err();

  /// Tells the agent a line. What it does not read at once is kept; `written` gives the commands that it has read.
  void tell(std::uint64_t command, std::string line);
  void write_in();
  std::vector<std::uint64_t> take_written() { return std::exchange(written_, {}); }

  void close_in();
  void signal(int number) const noexcept;
  /// It has ended: kills what is left of its group, takes its last words, and reaps it. Once.
  process::exit_status reap();
  const std::string& stderr_tail() const noexcept { return tail_; }

 private:
  struct pending {
    std::uint64_t command = 0;
    std::string line;
    std::size_t sent = 0;
  };
  agent_process(process::spawned started, std::size_t tail_bytes);
  bool read_some(process::file_descriptor& from, std::string& into);

  process::spawned process_;
  wire::ndjson_framer framer_;
  std::deque<pending> pending_;
  std::vector<std::uint64_t> written_;
  std::string tail_;
  std::size_t tail_limit_;
};

/// The second half of start(): asks the kernel to kill this process with its parent, and becomes the program. Returns
/// only on failure, with the exit code.
int become(char** program_and_args);

}  // namespace switchboard::agent_host
