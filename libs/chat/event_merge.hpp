// Kept events are fewer than sent ones: after a run the deltas of a block become one row. The row remembers where each
// delta ended, so that a reader whose cursor lies in the middle of the block gets just the rest of it: no gap, no
// double.
#pragma once

#include "chat/conversation_log.hpp"
#include "store/chat_repository.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace switchboard::chat {

/// The rows to keep for a run's events, in order. A row carries the number of its last event.
std::vector<store::stored_event> merge_deltas(const std::vector<event_ptr>& events);

/// The `data` to send for a kept row to a reader whose cursor is `after`; the whole row where the cursor lies before
/// it.
std::string unmerge(const store::stored_event& row, std::int64_t after);

/// The same without what lies beyond `until`, which the reader gets from elsewhere; nothing where that is all of it.
std::optional<store::stored_event> unmerge_until(const store::stored_event& row, std::int64_t after,
                                                 std::int64_t until);

}  // namespace switchboard::chat
