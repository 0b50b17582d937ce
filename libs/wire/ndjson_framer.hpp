// Newline-delimited JSON framing: bytes in, in any chunking, lines out. A line grows as it needs up to a cap; a longer
// one is dropped whole, and memory stays bounded while it passes. Lines that do not start with '{' are noise (a runtime
// warning, a stray print) and are dropped as they come.
//
// Life cycle: push() bytes, take lines with next() until it has none; at the end of the stream finish() gives a last
// line that had no newline. No I/O; not thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::wire {

/// Longest line that is kept, in bytes. The CLI's own longest (a transcript entry with a large tool result) stay far
/// below; a longer line is a fault.
inline constexpr std::size_t max_agent_line_bytes = 16U << 20;

class ndjson_framer {
 public:
  explicit ndjson_framer(std::size_t max_line_bytes = max_agent_line_bytes) : max_(max_line_bytes) {}

  void push(std::string_view bytes);
  /// The next complete line, without its newline.
  std::optional<std::string> next();
  /// At the end of the stream: what followed the last newline, if it may be a line.
  std::optional<std::string> finish();

  /// Lines dropped because they did not start with '{' (empty lines are not counted).
  std::size_t noise_lines() const noexcept { return noise_; }
  /// Lines dropped because they were longer than the cap.
  std::size_t overlong_lines() const noexcept { return overlong_; }
  /// Bytes held now.
  std::size_t buffered_bytes() const noexcept { return ready_bytes_ + partial_.size(); }

 private:
  void append(std::string_view piece);
  void end_line();

  std::size_t max_;
  std::string partial_;
  bool dropping_ = false;  // the rest of this line is of no use
  std::deque<std::string> ready_;
  std::size_t ready_bytes_ = 0;
  std::size_t noise_ = 0;
  std::size_t overlong_ = 0;
};

}  // namespace switchboard::wire
