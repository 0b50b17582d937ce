// What clients list and read. Bodies are assembled by Postgres in one statement and travel as JSON text.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/page.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::store {

struct agent_filter {
  core::workspace_id workspace;
  std::string search;  // in name or description; empty: all
  std::optional<core::uuid> department;
  bool hired_only = false;
  std::int64_t limit = 50;
  std::int64_t offset = 0;
};

/// Where a page of conversations ended: its last one, as it was then.
struct conversation_cursor {
  std::int64_t updated_at_us = 0;  // microseconds since 1970
  core::conversation_id id;
};

struct conversation_filter {
  core::workspace_id workspace;
  core::agent_id agent;
  std::string search;                        // in the title; empty: all
  std::optional<conversation_cursor> after;  // only what comes after this
  page part;
};

class directory_repository {
 public:
  virtual ~directory_repository() = default;
  /// {"agents": […], "total": n} of seed 003. `forbidden` where the user is no member.
  virtual rt::task<core::result<core::json_text>> agents(const auth::tenant_context& tenant, agent_filter filter,
                                                         core::deadline limit) = 0;
  /// The user's conversations with an agent, newest first. `forbidden`.
  virtual rt::task<core::result<core::json_text>> conversations(const auth::tenant_context& tenant,
                                                                conversation_filter filter, core::deadline limit) = 0;
  /// A page of messages, oldest first within the page; the newest page without `before` (a message id). `not_found`.
  virtual rt::task<core::result<core::json_text>> messages(const auth::tenant_context& tenant,
                                                           core::conversation_id conversation,
                                                           std::optional<core::message_id> before,
                                                           std::int64_t limit_rows, core::deadline limit) = 0;
  /// The profile and its workspaces.
  virtual rt::task<core::result<core::json_text>> me(const auth::tenant_context& tenant, core::deadline limit) = 0;
};

}  // namespace switchboard::store
