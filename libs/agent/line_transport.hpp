// Where an agent's lines come from and go to: today a local child process, later an agent host's socket. A transport
// owns what it talks to: its destructor ends it.
//
// Life cycle: read and write lines until read_line() says closed, then terminate() for the exit. Lives on one shard.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "process/spawn_spec.hpp"
#include "rt/task.hpp"

#include <string>

namespace switchboard::agent {

/// How the agent's process ended.
struct agent_exit {
  process::exit_status status;
  std::string stderr_tail;  // for the log only
};

class line_transport {
 public:
  virtual ~line_transport() = default;
  /// The next line that may be JSON, without its newline. `closed` when there will be no more. One reader at a time.
  virtual rt::task<core::result<std::string>> read_line() = 0;
  /// Writes a line (given without newline). `closed` when the agent no longer reads. One writer at a time.
  virtual rt::task<core::result<void>> write_line(std::string line) = 0;
  /// Ends the agent's process group: its input is closed and TERM sent, KILL when `grace` has passed. Idempotent, not
  /// cancellable.
  virtual rt::task<agent_exit> terminate(core::deadline grace) = 0;
  /// Ends the agent's process group now, without grace.
  virtual void kill() noexcept = 0;
};

}  // namespace switchboard::agent
