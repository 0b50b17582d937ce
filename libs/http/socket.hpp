// A connection's socket with one deadline at a time. Waiting holds no buffer: the socket waits until it is readable and
// then reads through a buffer of its thread, so an idle connection costs no more than its bookkeeping.
//
// The deadline is looked at by the shard's clock (tick), not by a timer for each wait: setting one costs nothing.
#pragma once

#include "core/deadline.hpp"
#include "rt/task.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace switchboard::http {

/// How a wait on the socket ended. `closed` stands for every way in which the other end is gone.
enum class io_status { ok, closed, timed_out };

class timed_socket {
 public:
  using tcp = boost::asio::ip::tcp;

  /// Takes a connected socket and makes it non-blocking, without delay, and with a small unsent queue in the kernel.
  explicit timed_socket(tcp::socket socket);

  /// From now on, waits end with timed_out at `limit`.
  void set_deadline(core::deadline limit) noexcept;
  void clear_deadline() noexcept;
  /// True once, when the deadline has passed by `now`. The owner then ends the wait: cancel() or its own means.
  bool tick(std::chrono::steady_clock::time_point now) noexcept;
  /// Ends the waits of today.
  void cancel() noexcept;
  void close() noexcept;
  /// Says that nothing more will be sent (FIN).
  void shutdown_send() noexcept;

  /// Appends what arrives next, at most `most` bytes.
  rt::task<io_status> read(std::string& into, std::size_t most);
  /// Sends both, in order. Each wait for progress ends after `patience`.
  rt::task<io_status> write(std::string_view head, std::string_view body, std::chrono::milliseconds patience);

  /// Without waiting: appends what has arrived. Zero with `ok` where nothing has.
  io_status read_now(std::string& into, std::size_t most, std::size_t& count);
  /// Without waiting: sends what the kernel takes. Zero with `ok` where it takes nothing.
  io_status write_now(std::string_view bytes, std::size_t& count);

  tcp::socket& raw() noexcept { return socket_; }
  std::uint64_t bytes_sent() const noexcept { return bytes_sent_; }

 private:
  tcp::socket socket_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  bool expired_ = false;
  std::uint64_t bytes_sent_ = 0;
};

}  // namespace switchboard::http
