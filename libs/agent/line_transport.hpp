// Where an agent's lines come from and go to. A transport owns what it talks to: its destructor ends it, unless it was
// detached before.
//
// Life cycle: read and write lines until read_line() says closed, then terminate() for the exit. Lives on one shard.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "process/spawn_spec.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace switchboard::agent {

/// A line of the agent, with its place in the host's journal and the time at which the host saw it.
struct transport_line {
  std::string text;
  std::uint64_t number = 0;
  std::chrono::steady_clock::time_point at;
};

/// How the agent's process ended.
struct agent_exit {
  process::exit_status status;
  std::string stderr_tail;  // for the log only
};

class line_transport {
 public:
  virtual ~line_transport() = default;
  /// The next line that may be JSON, without its newline. `closed` when there will be no more. One reader at a time.
  virtual rt::task<core::result<transport_line>> read_line() = 0;
  /// Writes a line (given without newline). `closed` when the agent no longer reads. One writer at a time.
  virtual rt::task<core::result<void>> write_line(std::string line) = 0;
  /// Keeps a text in the journal of the agent's lines, for a later server; it is safe from the end of this process when
  /// this returns. Does nothing where there is no journal.
  virtual void note(std::string text) = 0;
  /// Everything read so far is saved elsewhere: the journal may forget it.
  virtual void release() = 0;
  /// Lets go of the agent, which lives on for a later server. Reading says closed from now on; ending does nothing.
  virtual void detach() noexcept = 0;
  /// Ends the agent's process group: its input is closed and TERM sent, KILL when `grace` has passed. Idempotent, not
  /// cancellable.
  virtual rt::task<agent_exit> terminate(core::deadline grace) = 0;
  /// Ends the agent's process group now, without grace.
  virtual void kill() noexcept = 0;
};

}  // namespace switchboard::agent
