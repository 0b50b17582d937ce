// Reads events from a cursor: of one run to its end, or of a conversation for as long as somebody listens.
#pragma once

#include "chat/conversation_log.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace switchboard::chat {

/// One step of reading. No events and not ended: nothing came within the patience.
struct read_step {
  std::vector<event_ptr> events;
  bool ended = false;
};

/// Used on the connection's shard; the live part crosses to the conversation's home shard where they differ.
class event_reader {
 public:
  virtual ~event_reader() = default;
  virtual rt::task<core::result<read_step>> next(std::chrono::milliseconds patience) = 0;
  /// Whether the user may still see it: false once they have left the workspace. True while Postgres is away.
  virtual rt::task<bool> still_visible() = 0;
  /// The number of the last event that was handed out.
  virtual std::int64_t cursor() const noexcept = 0;
};

}  // namespace switchboard::chat
