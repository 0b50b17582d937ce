// The files that an agent keeps across conversations (seed 003, `agent_memories`). Members of the workspace manage
// them. A path has one spelling: it is kept in Unicode's normalisation form C, whatever form it was asked for in.
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

struct memory_owner {
  core::workspace_id workspace;
  core::agent_id agent;
};

/// What was written, and whether it was new.
struct written_memory {
  core::json_text row;
  bool created = false;
};

/// Every method: `forbidden` where the user is no member, `not_found` where the workspace has no such agent.
class memory_repository {
 public:
  virtual ~memory_repository() = default;
  /// {"memories": […], "total": n} by path, without their contents; `prefix` narrows to paths that begin so.
  virtual rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant, memory_owner owner,
                                                       std::string prefix, page part, core::deadline limit) = 0;
  /// `not_found`.
  virtual rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, memory_owner owner,
                                                       std::string path, core::deadline limit) = 0;
  /// `precondition_failed`; `conflict` when the agent keeps as many as it may; `invalid_field` for a path that is too
  /// long in form C.
  virtual rt::task<core::result<written_memory>> write(const auth::tenant_context& tenant, memory_owner owner,
                                                       std::string path, std::string content, wire::precondition asked,
                                                       core::deadline limit) = 0;
  /// `not_found`, `precondition_failed`.
  virtual rt::task<core::result<void>> remove(const auth::tenant_context& tenant, memory_owner owner, std::string path,
                                              wire::precondition asked, core::deadline limit) = 0;
};

}  // namespace switchboard::store
