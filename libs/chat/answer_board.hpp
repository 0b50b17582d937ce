// Tells a run's waiting questions that an answer may have come. It carries no answer: the rows do. Lives on the run's
// home shard.
#pragma once

#include "agent/change_signal.hpp"

#include <cstdint>

namespace switchboard::chat {

class answer_board {
 public:
  explicit answer_board(boost::asio::any_io_executor home) : changed_(std::move(home)) {}

  void post() {
    ++count_;
    changed_.notify();
  }
  /// Compared before waiting, so that an answer which came during a look at the rows is not slept through.
  std::uint64_t count() const noexcept { return count_; }
  /// Returns at the next post() or at the limit.
  rt::task<> wait(core::deadline limit) { return changed_.wait(limit); }

 private:
  std::uint64_t count_ = 0;
  agent::change_signal changed_;
};

}  // namespace switchboard::chat
