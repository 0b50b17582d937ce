// A workspace's skills and which agents have them (seed 003, `agent_skills`, `agent_skill_assignments`). Members read,
// admins manage; who may change an agent may give it skills. Rows come back as JSON text in seed 003's fields.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/page.hpp"
#include "wire/entity_tag.hpp"

#include <string>

namespace switchboard::store {

using skill_id = core::id<struct skill_tag>;

/// The skill, and whether the agent had it already.
struct assigned_skill {
  core::json_text row;
  bool is_new = false;
};

class skill_repository {
 public:
  virtual ~skill_repository() = default;
  /// {"skills": […], "total": n} by name. `forbidden`.
  virtual rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                       std::string search, page part, core::deadline limit) = 0;
  /// `fields` holds name, display_name, description, content, and perhaps icon, is_active. `forbidden`: no admin;
  /// `conflict`: the name is taken.
  virtual rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant,
                                                         core::workspace_id workspace, core::json_text fields,
                                                         core::deadline limit) = 0;
  /// `not_found`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, skill_id skill,
                                                       core::deadline limit) = 0;
  /// `not_found`, `forbidden`, `precondition_failed`, `conflict`.
  virtual rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, skill_id skill,
                                                         core::json_text fields, wire::precondition asked,
                                                         core::deadline limit) = 0;
  /// As change; `forbidden` for a system skill too.
  virtual rt::task<core::result<void>> remove(const auth::tenant_context& tenant, skill_id skill,
                                              wire::precondition asked, core::deadline limit) = 0;

  /// {"skills": […], "total": n} of an agent. `not_found`.
  virtual rt::task<core::result<core::json_text>> list_of_agent(const auth::tenant_context& tenant,
                                                                core::agent_id agent, core::deadline limit) = 0;
  /// Idempotent. `not_found` where the agent, or the skill in its workspace, is not; `forbidden` for a member who may
  /// not change the agent.
  virtual rt::task<core::result<assigned_skill>> assign(const auth::tenant_context& tenant, core::agent_id agent,
                                                        skill_id skill, core::deadline limit) = 0;
  /// `not_found`, `forbidden`.
  virtual rt::task<core::result<void>> unassign(const auth::tenant_context& tenant, core::agent_id agent,
                                                skill_id skill, core::deadline limit) = 0;
};

}  // namespace switchboard::store
