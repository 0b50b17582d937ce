// What a task came to, a value or what it threw, as a value: for waits that race tasks against each other. Asio's `||`
// waits on when the first of its tasks throws; a settled one never does.
#pragma once

#include "rt/task.hpp"

#include <exception>
#include <optional>
#include <utility>

namespace switchboard::rt {

/// One of the two is set once the task has ended.
template<class T>
struct outcome {
  std::optional<T> value;
  std::exception_ptr failure;

  bool settled() const noexcept { return value || failure; }
  /// The value; rethrows what was thrown.
  T get() && {
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
  }
};

/// Runs `work` to its end; throws nothing.
template<class T>
task<outcome<T>> settle(task<T> work) {
  outcome<T> out;
  try {
    out.value.emplace(co_await std::move(work));
  } catch (...) {
    out.failure = std::current_exception();
  }
  co_return out;
}

}  // namespace switchboard::rt
