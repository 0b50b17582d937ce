// What a workspace has used: sums of its finished runs, to the token and the micro-dollar.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/page.hpp"

#include <string>

namespace switchboard::store {

struct usage_filter {
  core::workspace_id workspace;
  std::string from;  // the first and the last day, UTC: "2026-11-20"
  std::string to;
  page part;
};

class usage_repository {
 public:
  virtual ~usage_repository() = default;
  /// {"usage": […], "total": n, "totals": {…}}: rows by day, agent, user and model, newest day first. Admins see the
  /// workspace's, other members their own. `forbidden`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, usage_filter filter,
                                                       core::deadline limit) = 0;
};

}  // namespace switchboard::store
