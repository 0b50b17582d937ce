// The writing end of a streamed body. Chunks gather in one buffer and leave together: everything that is written in
// one turn of the shard's loop costs one system call. A reader that does not keep up fills the buffer to its mark, then
// makes writers wait, then loses the connection at the write deadline. Meanwhile the reading side is watched, so that a
// client that goes away is noticed though nothing is being written.
//
// Life cycle: start(), then the stream runs, then finish() (or not, when it failed), then stop(). Lives on the
// connection's shard; operations in the kernel keep it and its connection alive.
#pragma once

#include "core/error.hpp"
#include "http/response.hpp"
#include "http/response_head.hpp"
#include "http/socket.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::http {

class stream_writer : public body_writer, public std::enable_shared_from_this<stream_writer> {
 public:
  /// `owner` keeps `socket` and `received` alive. `received` takes what the client sends meanwhile (pipelined
  /// requests).
  stream_writer(std::shared_ptr<void> owner, timed_socket& socket, std::string& received, answer_framing framing,
                std::chrono::milliseconds patience);

  /// Queues the answer's head and begins to watch the client.
  void start(std::string_view head);
  rt::task<core::result<void>> write(std::string_view chunk) override;
  rt::task<> wait_closed() override;
  /// Ends the body and sends what is left; false when the client did not take it.
  rt::task<bool> finish();
  /// Nothing of the writer touches the connection after this.
  void stop();

  /// The client has gone, or was too slow. The connection's deadline is then set to when the stream should have ended.
  bool failed() const noexcept { return failure_.has_value(); }
  /// The write deadline has passed.
  void expire();
  /// The server shuts down: streams that wait are told, chunks may still be written.
  void drain();

 private:
  void enqueue(std::string_view bytes);
  void enqueue_chunk(std::string_view chunk);
  void schedule();
  void flush();
  void watch();
  void on_readable();
  void fail(core::errc why);
  void block();
  rt::task<> wait_sent();
  std::size_t unsent() const noexcept { return pending_.size() - sent_; }

  std::shared_ptr<void> owner_;
  timed_socket& socket_;
  std::string& received_;
  answer_framing framing_;
  std::chrono::milliseconds patience_;
  boost::asio::steady_timer changed_;  // cancelled whenever a waiter should look again
  std::string pending_;
  std::size_t sent_ = 0;  // of pending_
  bool flush_posted_ = false;
  bool blocked_ = false;  // the kernel takes nothing more: a wait for writability is under way
  std::uint64_t queued_total_ = 0;
  std::uint64_t sent_total_ = 0;
  std::uint64_t due_total_ = 0;  // what must have been sent when the deadline comes
  bool draining_ = false;
  bool stopped_ = false;
  std::optional<core::errc> failure_;
};

}  // namespace switchboard::http
