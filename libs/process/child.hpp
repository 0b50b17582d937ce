// A child process with its pipes, owned. Its standard output is read and its standard input written by the owner; its
// standard error is drained all the time into a bounded tail. Signals go to its whole process group.
//
// Life cycle: start(), read and write, then terminate(). When the process itself ends, what is left of its group is
// killed before it is reaped, while its pid still cannot belong to anyone else. The destructor kills the group and
// reaps at once: no path leaves a zombie or a grandchild in the group. Lives on one shard; members are not thread-safe.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "process/spawn_spec.hpp"
#include "rt/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace switchboard::process {

class child {
 public:
  /// Starts a process whose pipes are served on `executor`. Errors as those of spawn().
  static core::result<std::unique_ptr<child>> start(const boost::asio::any_io_executor& executor,
                                                    const spawn_spec& spec);

  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child();

  pid_t pid() const noexcept;

  /// Reads some bytes of stdout. `closed` at its end. One reader at a time.
  rt::task<core::result<std::size_t>> read_some(std::span<char> buffer);
  /// Writes all bytes to stdin; `bytes` must stay valid until it is done. `closed` when the process no longer reads.
  /// One writer at a time.
  rt::task<core::result<void>> write(const std::string& bytes);
  /// Ends stdin: most programs then end by themselves.
  void close_stdin();

  /// The exit status once the process has been reaped.
  const std::optional<exit_status>& status() const noexcept;
  /// Waits for the end of the process. `timed_out` after the limit.
  rt::task<core::result<exit_status>> wait(core::deadline limit);
  /// Sends a signal to the process group. Nothing happens once the process has been reaped.
  void signal(int number) noexcept;
  /// Kills the process group and reaps the process, which takes the kernel a moment.
  void kill() noexcept;
  /// Ends the process group: stdin is closed and TERM sent; KILL when `grace` has passed. Returns once it is reaped.
  /// Not cancellable.
  rt::task<exit_status> terminate(core::deadline grace);

  /// The end of what it wrote to stderr.
  const std::string& stderr_tail() const noexcept;

 private:
  struct state;
  explicit child(std::shared_ptr<state> s);
  std::shared_ptr<state> state_;
};

}  // namespace switchboard::process
