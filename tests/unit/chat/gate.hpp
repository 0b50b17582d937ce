// A place where fakes wait until the test opens it: work that is under way, and cannot be cancelled, like a statement
// of Postgres. Thread-safe.
#pragma once

#include "rt/timer.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <chrono>
#include <thread>

namespace switchboard::test {

class gate {
 public:
  void shut() {
    seen_ = 0;
    shut_ = true;
  }
  void open() { shut_ = false; }
  bool is_shut() const { return shut_; }
  /// Blocks the test's thread until so many have come here since shut(); false after a long while.
  bool reached(int visitors = 1) const {
    for (int i = 0; i < 30'000; ++i) {
      if (seen_ >= visitors) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  /// Somebody waits here, in a way of their own.
  void note_waiting() { ++seen_; }
  rt::task<> pass() {
    if (!shut_) co_return;
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    ++seen_;
    while (shut_) co_await rt::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  std::atomic<bool> shut_{false};
  std::atomic<int> seen_{0};
};

}  // namespace switchboard::test
