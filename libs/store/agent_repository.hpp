// The agents of a workspace: hiring from the catalog, reading, changing, unhiring (seed 003, "Agent Management").
// Rows come back as JSON text in seed 003's fields.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "wire/entity_tag.hpp"

#include <optional>
#include <string>
#include <vector>

namespace switchboard::store {

/// Fields to change; absent ones stay.
struct agent_changes {
  std::optional<std::string> name;
  std::optional<std::string> system_prompt;
  std::optional<std::string> model;
  std::optional<std::vector<std::string>> tools;
  std::optional<bool> is_active;
};

class agent_repository {
 public:
  virtual ~agent_repository() = default;
  /// Copies the catalog agent into the workspace. `forbidden`: no member; `not_found`: no such agent to hire;
  /// `already_hired`.
  virtual rt::task<core::result<core::json_text>> hire(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                                       core::workspace_id workspace, core::deadline limit) = 0;
  /// Soft: conversations stay readable, and the agent may be hired again. `not_found`; `forbidden` for a member who
  /// neither hired it nor is an admin.
  virtual rt::task<core::result<void>> unhire(const auth::tenant_context& tenant, core::agent_id agent,
                                              core::deadline limit) = 0;
  /// `not_found`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, core::agent_id agent,
                                                       core::deadline limit) = 0;
  /// `not_found`, `forbidden` as for unhire; `precondition_failed`.
  virtual rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, core::agent_id agent,
                                                         agent_changes changes, wire::precondition asked,
                                                         core::deadline limit) = 0;
};

}  // namespace switchboard::store
