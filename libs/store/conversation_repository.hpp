// Conversations as things that a user makes, names, reads and deletes (seed 003, "Conversations"). Their turns are
// chat_repository's. Rows come back as JSON text in seed 003's fields.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <optional>
#include <string>
#include <vector>

namespace switchboard::store {

/// A message that a client saves by itself.
struct saved_message {
  std::string role;  // user, assistant
  std::string content;
  std::optional<core::json_text> parts;  // an array
};

/// The unfinished runs of what was deleted, which must end with it.
struct deleted_conversation {
  std::vector<core::run_id> runs;
};

class conversation_repository {
 public:
  virtual ~conversation_repository() = default;
  /// `forbidden`: no member; `not_found`: no such active agent.
  virtual rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant,
                                                         core::workspace_id workspace, core::agent_id agent,
                                                         std::optional<std::string> title, core::deadline limit) = 0;
  /// The conversation with its totals. `not_found`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant,
                                                       core::conversation_id conversation, core::deadline limit) = 0;
  virtual rt::task<core::result<core::json_text>> rename(const auth::tenant_context& tenant,
                                                         core::conversation_id conversation, std::string title,
                                                         core::deadline limit) = 0;
  /// Removes what was said; runs stay for their costs. `not_found`.
  virtual rt::task<core::result<deleted_conversation>> remove(const auth::tenant_context& tenant,
                                                              core::conversation_id conversation,
                                                              core::deadline limit) = 0;
  /// {"messages": […]} as saved, in order. `not_found`.
  virtual rt::task<core::result<core::json_text>> add_messages(const auth::tenant_context& tenant,
                                                               core::conversation_id conversation,
                                                               std::vector<saved_message> messages,
                                                               core::deadline limit) = 0;
};

}  // namespace switchboard::store
