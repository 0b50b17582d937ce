// What a workspace's admins lay down about tools, and what they can look up afterwards: the rules that let a call run,
// ask or fail, and the record of every call. Rows come back as JSON text in snake_case.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::store {

struct new_tool_policy {
  core::workspace_id workspace;
  std::optional<core::agent_id> agent;  // absent: every agent
  std::optional<std::string> role;      // owner, admin, member; absent: everybody
  std::string tool_pattern;
  std::string behavior;  // allow, ask, deny
};

/// Which calls to list, newest first.
struct call_filter {
  core::workspace_id workspace;
  std::optional<core::agent_id> agent;
  std::optional<core::run_id> run;
  std::string tool_name;             // empty: any
  std::string outcome;               // ok, error, unknown, running; empty: any
  std::optional<core::uuid> before;  // the last call of the page before
  std::int64_t limit = 50;
};

class tool_access_repository {
 public:
  virtual ~tool_access_repository() = default;
  /// {"policies": […], "total"}, for members. `forbidden`.
  virtual rt::task<core::result<core::json_text>> policies(const auth::tenant_context& tenant,
                                                           core::workspace_id workspace, core::deadline limit) = 0;
  /// The rule; one with the same pattern, agent and role is replaced. `forbidden`: no admin; `not_found`: no such
  /// agent.
  virtual rt::task<core::result<core::json_text>> set_policy(const auth::tenant_context& tenant, new_tool_policy policy,
                                                             core::deadline limit) = 0;
  /// `forbidden`, `not_found`.
  virtual rt::task<core::result<void>> drop_policy(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                   core::uuid policy, core::deadline limit) = 0;
  /// {"tool_calls": […], "total"} without the results, which are their user's. `forbidden`: no admin.
  virtual rt::task<core::result<core::json_text>> calls(const auth::tenant_context& tenant, call_filter filter,
                                                        core::deadline limit) = 0;
};

}  // namespace switchboard::store
