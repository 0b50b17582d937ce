// Frames between an agent host and a server, on their socket and in the host's spool alike: a length, a checksum, and a
// body of fixed fields and a payload, all little-endian. A reader takes bytes in any chunking; a frame whose checksum
// or length is wrong ends the stream for good, since nothing after it can be trusted.
//
// No I/O; not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::wire {

enum class frame_kind : std::uint8_t {
  start = 1,  // server: what to start; the first frame of all
  attach,     // server: the host's secret; the first frame of a later server
  hello,      // host: the attachment is made; number and command are the last that it knows
  output,     // host: a line of the agent's stdout
  input,      // server: a line for its stdin
  accepted,   // host: the input `command` has been written to stdin
  note,       // server: kept in the spool, for the next server; the agent never sees it
  release,    // server: what the spool holds up to `number` is saved elsewhere
  terminate,  // server: end the agent; `number` is the grace in milliseconds
  freeze,     // server: stop the agent's process group until `thaw`
  thaw,       // server
  exited,     // host: how the agent ended, as JSON; the last frame
  fault       // host: why it ends the agent, in words
};

struct host_frame {
  frame_kind kind = frame_kind::output;
  std::uint64_t number = 0;   // place in the host's journal, for what it spools; counts from 1
  std::uint64_t command = 0;  // place among the server's inputs and notes; counts from 1
  std::int64_t at_us = 0;     // when the host saw it, CLOCK_MONOTONIC in microseconds
  std::string payload;
  bool operator==(const host_frame&) const = default;
};

/// Longest payload: beyond the longest line of the agent, and the longest answer that it may be given.
inline constexpr std::size_t max_frame_payload = 80U << 20;
/// What a frame takes beside its payload.
inline constexpr std::size_t frame_overhead = 4 + 4 + 1 + 8 + 8 + 8;

std::string encode(const host_frame& frame);

class frame_reader {
 public:
  explicit frame_reader(std::size_t max_payload = max_frame_payload) : max_(max_payload) {}

  void push(std::string_view bytes);
  /// The next whole frame. None when more bytes are needed, or the stream is corrupt.
  std::optional<host_frame> next();
  bool corrupt() const noexcept { return corrupt_; }
  /// Bytes of all frames given so far.
  std::uint64_t consumed() const noexcept { return consumed_; }
  std::size_t buffered_bytes() const noexcept { return buffer_.size() - begin_; }

 private:
  std::size_t max_;
  std::string buffer_;
  std::size_t begin_ = 0;  // what lies before it has been read
  std::uint64_t consumed_ = 0;
  bool corrupt_ = false;
};

}  // namespace switchboard::wire
