// The catalog as platform admins manage it: agents with their versions, and departments. Name, description, prompt,
// model, tools and what else defines an agent are versioned: every change makes a version, which nobody but admins sees
// until it is published. Where an agent stands (slug, department, enabled, head) takes effect at once.
//
// Every method but `departments`: `forbidden` for anybody who is no platform admin.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/page.hpp"
#include "wire/entity_tag.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::store {

using department_id = core::id<struct department_tag>;

/// JSON objects of the fields to set, checked.
struct catalog_fields {
  core::json_text definition;
  core::json_text placement;
};

class catalog_repository {
 public:
  virtual ~catalog_repository() = default;
  /// {"agents": […], "total": n} by name, drafts and disabled ones too.
  virtual rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant, std::string search,
                                                       page part, core::deadline limit) = 0;
  /// With the newest definition, published or not. `not_found`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                                       core::deadline limit) = 0;
  /// Version 1, not published. `conflict`: the slug is taken; `invalid_field`: no such department.
  virtual rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant, catalog_fields fields,
                                                         core::deadline limit) = 0;
  /// As create; `not_found`, `precondition_failed`.
  virtual rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant,
                                                         core::catalog_agent_id agent, catalog_fields fields,
                                                         wire::precondition asked, core::deadline limit) = 0;
  /// Only of an agent that was never published: `conflict`. `not_found`, `precondition_failed`.
  virtual rt::task<core::result<void>> remove(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                              wire::precondition asked, core::deadline limit) = 0;
  /// {"versions": […], "total": n}, newest first. `not_found`.
  virtual rt::task<core::result<core::json_text>> versions(const auth::tenant_context& tenant,
                                                           core::catalog_agent_id agent, page part,
                                                           core::deadline limit) = 0;
  /// Makes a version, the newest without one, what workspaces hire from now on. `not_found`; `invalid_field`: no such
  /// version; `precondition_failed`.
  virtual rt::task<core::result<core::json_text>> publish(const auth::tenant_context& tenant,
                                                          core::catalog_agent_id agent,
                                                          std::optional<std::int64_t> version, wire::precondition asked,
                                                          core::deadline limit) = 0;

  /// {"departments": […], "total": n} by name, for everybody.
  virtual rt::task<core::result<core::json_text>> departments(const auth::tenant_context& tenant, page part,
                                                              core::deadline limit) = 0;
  /// `conflict`: the slug is taken.
  virtual rt::task<core::result<core::json_text>> create_department(const auth::tenant_context& tenant,
                                                                    core::json_text fields, core::deadline limit) = 0;
  /// `not_found`, `conflict`, `precondition_failed`.
  virtual rt::task<core::result<core::json_text>> change_department(const auth::tenant_context& tenant,
                                                                    department_id department, core::json_text fields,
                                                                    wire::precondition asked, core::deadline limit) = 0;
  /// Its agents stay, without a department. `not_found`, `precondition_failed`.
  virtual rt::task<core::result<void>> remove_department(const auth::tenant_context& tenant, department_id department,
                                                         wire::precondition asked, core::deadline limit) = 0;
};

}  // namespace switchboard::store
