// Rules of catalog agents (seed 003, `agent_rules`): everybody who is signed in reads them, platform admins manage
// them. A rule without an agent is for all of them. Rows come back as JSON text in seed 003's fields.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/page.hpp"
#include "wire/entity_tag.hpp"

#include <optional>

namespace switchboard::store {

using rule_id = core::id<struct rule_tag>;

class rule_repository {
 public:
  virtual ~rule_repository() = default;
  /// {"rules": […], "total": n} in the order in which they are told; of one catalog agent with those for all, or of
  /// all.
  virtual rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant,
                                                       std::optional<core::catalog_agent_id> agent, page part,
                                                       core::deadline limit) = 0;
  /// `not_found`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, rule_id rule,
                                                       core::deadline limit) = 0;
  /// `fields` are valid together. `forbidden`: no platform admin; `invalid_field`: no such agent.
  virtual rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant, core::json_text fields,
                                                         core::deadline limit) = 0;
  /// As create; `invalid_field` where the rule would have a condition without being a `when`, or the reverse;
  /// `not_found`, `precondition_failed`.
  virtual rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, rule_id rule,
                                                         core::json_text fields, wire::precondition asked,
                                                         core::deadline limit) = 0;
  /// `forbidden`, `not_found`, `precondition_failed`.
  virtual rt::task<core::result<void>> remove(const auth::tenant_context& tenant, rule_id rule,
                                              wire::precondition asked, core::deadline limit) = 0;
};

}  // namespace switchboard::store
