// The messages of a turn between the reader of the CLI's lines and the turn's owner: in order, bounded by count and
// bytes. One coroutine puts, one takes; both on one shard.
#pragma once

#include "agent/session.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace switchboard::agent {

class turn_inbox {
 public:
  turn_inbox(const boost::asio::any_io_executor& executor, std::size_t max_messages, std::size_t max_bytes);

  /// Adds a message that came as a line of `bytes`. Never refuses: the reader asks for room before it reads on.
  void put(timed_message message, std::size_t bytes);
  std::optional<timed_message> take();
  /// Forgets everything but the transcript entries, which must be stored whichever turn they belong to.
  void keep_transcript_only();
  bool has_room() const noexcept { return items_.size() < max_messages_ && bytes_ < max_bytes_; }
  bool empty() const noexcept { return items_.empty(); }

  /// Waits for a put(), a wake(), or the time.
  rt::task<> wait_for_message(std::chrono::steady_clock::time_point until);
  /// Waits until there is room.
  rt::task<> wait_for_room();
  /// Ends the taker's wait: something other than a message has changed.
  void wake() { filled_.cancel(); }

 private:
  struct item {
    timed_message message;
    std::size_t bytes = 0;
  };
  std::deque<item> items_;
  std::size_t bytes_ = 0;
  std::size_t max_messages_;
  std::size_t max_bytes_;
  boost::asio::steady_timer filled_;
  boost::asio::steady_timer drained_;
};

}  // namespace switchboard::agent
