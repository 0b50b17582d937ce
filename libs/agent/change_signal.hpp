// Waiting for "something has changed": any number of coroutines of one shard wait, one call wakes them all, and each
// looks for itself whether it was meant.
#pragma once

#include "core/deadline.hpp"
#include "rt/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <vector>

namespace switchboard::agent {

class change_signal {
 public:
  explicit change_signal(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  change_signal(const change_signal&) = delete;
  change_signal& operator=(const change_signal&) = delete;

  void notify();
  /// Returns at the next notify(), at the limit, or when the awaiting coroutine is cancelled.
  rt::task<> wait(core::deadline limit);

 private:
  class registered;
  boost::asio::any_io_executor executor_;
  std::vector<boost::asio::steady_timer*> waiting_;
};

}  // namespace switchboard::agent
