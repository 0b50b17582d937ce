// A queue between coroutines of one shard, with a cap. The producer never waits: try_push says whether there was room,
// and what to do when there was none is the producer's policy (drop the reader, end the run). Not thread-safe.
#pragma once

#include "rt/task.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace switchboard::rt {

template<class T>
class bounded_channel {
 public:
  bounded_channel(boost::asio::any_io_executor executor, std::size_t capacity)
      : wake_(std::move(executor), boost::asio::steady_timer::time_point::max()), capacity_(capacity) {}

  /// False when full or closed; the value is then dropped.
  bool try_push(T value) {
    if (closed_ || items_.size() >= capacity_) return false;
    items_.push_back(std::move(value));
    wake_.cancel();
    return true;
  }

  /// No more pushes; a reader gets what is queued, then nullopt.
  void close() {
    closed_ = true;
    wake_.cancel();
  }

  bool closed() const noexcept { return closed_; }
  bool empty() const noexcept { return items_.empty(); }
  std::size_t size() const noexcept { return items_.size(); }

  /// The next value if there is one now.
  std::optional<T> try_pop() {
    if (items_.empty()) return std::nullopt;
    std::optional<T> out(std::move(items_.front()));
    items_.pop_front();
    return out;
  }

  /// The next value; nullopt once closed and drained. Throws operation_aborted when the awaiting coroutine is
  /// cancelled.
  task<std::optional<T>> pop() {
    while (items_.empty() && !closed_) {
      boost::system::error_code ignored;
      co_await wake_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
    co_return try_pop();
  }

 private:
  boost::asio::steady_timer wake_;
  std::deque<T> items_;
  std::size_t capacity_;
  bool closed_ = false;
};

}  // namespace switchboard::rt
