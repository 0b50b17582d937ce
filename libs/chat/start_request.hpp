// What a client asks when it sends a message, checked by the API layer.
#pragma once

#include "core/uuid.hpp"
#include "store/chat_repository.hpp"

#include <optional>
#include <string>

namespace switchboard::chat {

/// What to do when the conversation's last turn still runs.
enum class on_busy { reject, queue, interrupt };

struct start_request {
  std::string message;  // 1 to 100,000 characters of valid UTF-8
  core::workspace_id workspace;
  core::agent_id agent;
  std::optional<core::conversation_id> conversation;
  on_busy busy = on_busy::reject;
  std::optional<store::idempotency> key;
  std::string request_id;  // of the HTTP request, for the log
};

}  // namespace switchboard::chat
