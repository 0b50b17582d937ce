#include "http/socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace switchboard::http {
namespace {

using boost::system::error_code;

// Unsent bytes that the kernel queues for one peer: enough to keep a fast reader busy, little for a slow one.
constexpr int unsent_bytes = 64 * 1024;
// A peer that acknowledges nothing for this long has vanished, whatever still fits into the kernel's queue.
constexpr int silence_ms = 60'000;

bool must_wait(const error_code& ec) {
  return ec == boost::asio::error::would_block || ec == boost::asio::error::try_again;
}

}  // namespace

timed_socket::timed_socket(tcp::socket socket) : socket_(std::move(socket)) {
  // A peer that is gone already fails these; the first read then says so.
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes, sizeof unsent_bytes);
  ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &silence_ms, sizeof silence_ms);
}

void timed_socket::set_deadline(core::deadline limit) noexcept {
  deadline_ = limit.when();
  expired_ = false;
}

void timed_socket::clear_deadline() noexcept {
  deadline_ = std::chrono::steady_clock::time_point::max();
  expired_ = false;
}

bool timed_socket::tick(std::chrono::steady_clock::time_point now) noexcept {
  if (now < deadline_) return false;
  deadline_ = std::chrono::steady_clock::time_point::max();
  expired_ = true;
  return true;
}

void timed_socket::cancel() noexcept {
  error_code ignored;
  socket_.cancel(ignored);
}

void timed_socket::close() noexcept {
  error_code ignored;
  socket_.close(ignored);
}

void timed_socket::shutdown_send() noexcept {
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

rt::task<io_status> timed_socket::read(std::string& into, std::size_t most) {
  for (;;) {
    if (expired_) co_return io_status::timed_out;
    error_code ec;
    co_await socket_.async_wait(tcp::socket::wait_read, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (expired_) co_return io_status::timed_out;
    if (ec) co_return io_status::closed;
    std::size_t count = 0;
    const auto status = read_now(into, most, count);
    if (status != io_status::ok || count > 0) co_return status;
  }
}

rt::task<io_status> timed_socket::write(std::string_view head, std::string_view body,
                                        std::chrono::milliseconds patience) {
  clear_deadline();
  for (;;) {
    const std::array<boost::asio::const_buffer, 2> buffers{boost::asio::buffer(head), boost::asio::buffer(body)};
    error_code ec;
    const auto count = socket_.write_some(buffers, ec);
    if (ec && !must_wait(ec)) co_return io_status::closed;
    bytes_sent_ += count;
    const auto of_head = std::min(count, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(count - of_head);
    if (head.empty() && body.empty()) break;
    set_deadline(core::deadline::after(patience));
    co_await socket_.async_wait(tcp::socket::wait_write, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (expired_) co_return io_status::timed_out;
    if (ec) co_return io_status::closed;
  }
  clear_deadline();
  co_return io_status::ok;
}

io_status timed_socket::read_now(std::string& into, std::size_t most, std::size_t& count) {
  thread_local std::array<char, 16UL * 1024> arrived;
  error_code ec;
  count = socket_.read_some(boost::asio::buffer(arrived.data(), std::min(most, arrived.size())), ec);
  if (must_wait(ec)) return io_status::ok;
  if (ec) return io_status::closed;
  into.append(arrived.data(), count);
  return io_status::ok;
}

io_status timed_socket::write_now(std::string_view bytes, std::size_t& count) {
  error_code ec;
  count = socket_.write_some(boost::asio::buffer(bytes), ec);
  if (ec && !must_wait(ec)) return io_status::closed;
  bytes_sent_ += count;
  return io_status::ok;
}

}  // namespace switchboard::http
