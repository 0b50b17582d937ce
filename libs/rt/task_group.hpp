// A task_group owns coroutines: nothing is detached. It lives on one shard. Cancel asks all of them to stop at their
// next wait; join returns when the last has ended. Destroying a group that still runs tasks is a bug.
#pragma once

#include "rt/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace switchboard::rt {

class task_group {
 public:
  explicit task_group(boost::asio::any_io_executor executor);
  task_group(const task_group&) = delete;
  task_group& operator=(const task_group&) = delete;
  ~task_group();

  /// Starts `make()` on the group's executor. The closure is kept alive until the coroutine ends, so a lambda
  /// coroutine may use its captures. An exception that leaves it, other than cancellation, is logged as a bug.
  void spawn(std::function<task<>()> make);
  /// Terminal cancellation of every running task. Must be called on the group's shard.
  void cancel();
  /// Waits until no task runs. Not cancellable: owners call it last.
  task<> join();

  std::size_t size() const noexcept;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace switchboard::rt
