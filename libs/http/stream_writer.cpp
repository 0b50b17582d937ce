#include "http/stream_writer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace switchboard::http {
namespace {

using boost::system::error_code;
using core::errc;
using core::result;

// Beyond this many unsent bytes a writer waits until they are gone.
constexpr std::size_t high_water = 64UL * 1024;
// What a client may send behind the request that it is being answered; more is left in the kernel.
constexpr std::size_t pipelined_bytes = 16UL * 1024;
// A buffer that grew beyond this is given back once it is empty.
constexpr std::size_t kept_capacity = 1024;

// How long a stream may go on after its client has gone, before it is cancelled.
constexpr std::chrono::seconds farewell{1};

}  // namespace

stream_writer::stream_writer(std::shared_ptr<void> owner, timed_socket& socket, std::string& received,
                             answer_framing framing, std::chrono::milliseconds patience)
    : owner_(std::move(owner)),
      socket_(socket),
      received_(received),
      framing_(framing),
      patience_(patience),
      changed_(socket.raw().get_executor(), boost::asio::steady_timer::time_point::max()) {}

void stream_writer::start(std::string_view head) {
  enqueue(head);
  schedule();
  watch();
}

rt::task<result<void>> stream_writer::write(std::string_view chunk) {
  if (!failure_ && !chunk.empty()) {  // an empty chunk would end the body
    enqueue_chunk(chunk);
    schedule();
    if (unsent() > high_water) co_await wait_sent();
  }
  if (failure_) co_return core::make_error(*failure_);
  co_return result<void>();
}

rt::task<> stream_writer::wait_closed() {
  while (!failure_ && !draining_) {
    error_code ignored;
    co_await changed_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

rt::task<bool> stream_writer::finish() {
  if (!failure_) {
    if (framing_ == answer_framing::chunked) enqueue("0\r\n\r\n");
    schedule();
  }
  co_await wait_sent();
  co_return !failure_;
}

void stream_writer::stop() {
  stopped_ = true;
  socket_.clear_deadline();
  socket_.cancel();
  owner_.reset();
}

void stream_writer::expire() {
  fail(errc::timed_out);
}

void stream_writer::drain() {
  draining_ = true;
  changed_.cancel();
}

void stream_writer::enqueue(std::string_view bytes) {
  if (sent_ > high_water) {
    pending_.erase(0, sent_);
    sent_ = 0;
  }
  pending_.append(bytes);
  queued_total_ += bytes.size();
}

void stream_writer::enqueue_chunk(std::string_view chunk) {
  if (framing_ != answer_framing::chunked) return enqueue(chunk);
  std::array<char, 20> size{};
  auto* const end = std::to_chars(size.data(), size.data() + size.size(), chunk.size(), 16).ptr;
  enqueue(std::string_view(size.data(), static_cast<std::size_t>(end - size.data())));
  enqueue("\r\n");
  enqueue(chunk);
  enqueue("\r\n");
}

// Sends soon, not now: chunks that follow in this turn of the loop go with this one.
void stream_writer::schedule() {
  if (flush_posted_ || blocked_) return;
  flush_posted_ = true;
  boost::asio::post(socket_.raw().get_executor(), [self = shared_from_this()] {
    self->flush_posted_ = false;
    if (!self->stopped_) self->flush();
  });
}

void stream_writer::flush() {
  if (failure_) return;
  std::size_t count = 0;
  do {
    if (socket_.write_now(std::string_view(pending_).substr(sent_), count) != io_status::ok) return fail(errc::closed);
    sent_ += count;
    sent_total_ += count;
  } while (count > 0 && unsent() > 0);
  if (unsent() > 0) return block();
  if (std::exchange(blocked_, false)) socket_.clear_deadline();
  pending_.clear();
  if (pending_.capacity() > kept_capacity) std::string().swap(pending_);
  sent_ = 0;
  changed_.cancel();
}

// Waits until the kernel takes more. The deadline is for everything that waits now: a byte taken now and then does not
// move it.
void stream_writer::block() {
  if (!std::exchange(blocked_, true) || sent_total_ >= due_total_) {
    due_total_ = queued_total_;
    socket_.set_deadline(core::deadline::after(patience_));
  }
  socket_.raw().async_wait(timed_socket::tcp::socket::wait_write, [self = shared_from_this()](error_code ec) {
    if (self->stopped_ || self->failure_) return;
    if (ec) return self->fail(errc::closed);
    self->flush();
  });
}

void stream_writer::watch() {
  if (received_.size() >= pipelined_bytes) return;
  socket_.raw().async_wait(timed_socket::tcp::socket::wait_read, [self = shared_from_this()](error_code ec) {
    if (self->stopped_ || self->failure_) return;
    if (ec) return self->fail(errc::closed);
    self->on_readable();
  });
}

void stream_writer::on_readable() {
  std::size_t count = 0;
  const auto room = pipelined_bytes - received_.size();
  if (socket_.read_now(received_, room, count) != io_status::ok) return fail(errc::closed);
  watch();
}

void stream_writer::fail(errc why) {
  if (failure_) return;
  failure_ = why;
  std::string().swap(pending_);
  sent_ = 0;
  socket_.close();
  socket_.set_deadline(core::deadline::after(farewell));
  changed_.cancel();
}

rt::task<> stream_writer::wait_sent() {
  while (!failure_ && unsent() > 0) {
    error_code ignored;
    co_await changed_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

}  // namespace switchboard::http
