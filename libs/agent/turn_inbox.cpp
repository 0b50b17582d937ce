#include "agent/turn_inbox.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace switchboard::agent {

turn_inbox::turn_inbox(const boost::asio::any_io_executor& executor, std::size_t max_messages, std::size_t max_bytes)
    : max_messages_(max_messages),
      max_bytes_(max_bytes),
      filled_(executor),
      drained_(executor, boost::asio::steady_timer::time_point::max()) {}

void turn_inbox::put(timed_message message, std::size_t bytes) {
  items_.push_back({std::move(message), bytes});
  bytes_ += bytes;
  filled_.cancel();
}

std::optional<timed_message> turn_inbox::take() {
  if (items_.empty()) return std::nullopt;
  auto first = std::move(items_.front());
  items_.pop_front();
  bytes_ -= first.bytes;
  if (has_room()) drained_.cancel();
  return std::move(first.message);
}

void turn_inbox::keep_transcript_only() {
  std::erase_if(items_, [this](const item& i) {
    if (std::holds_alternative<domain::transcript_mirror_message>(i.message.message)) return false;
    bytes_ -= i.bytes;
    return true;
  });
  if (has_room()) drained_.cancel();
}

rt::task<> turn_inbox::wait_for_message(std::chrono::steady_clock::time_point until) {
  boost::system::error_code ignored;
  filled_.expires_at(until);
  co_await filled_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

rt::task<> turn_inbox::wait_for_room() {
  while (!has_room()) {
    boost::system::error_code ignored;
    co_await drained_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

}  // namespace switchboard::agent
