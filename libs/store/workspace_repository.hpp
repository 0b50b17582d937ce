// Workspaces, their members and invitations (contract section 4). Rows come back as JSON text. Whoever is not in a
// workspace cannot tell it from one that does not exist: both are `forbidden`, as is what a role does not allow.
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
#include <vector>

namespace switchboard::store {

struct new_invitation {
  std::string email;
  std::string role;
  std::string token_hash;  // hex of the SHA-256 of the secret, which nobody keeps
  std::int64_t days = 7;
};

/// Up to a few dozen rows of one table.
struct export_page {
  std::string lines;                // of JSON, each with its newline
  std::optional<std::string> last;  // the key to go on after; none: the table is done
  std::int64_t rows = 0;
};

class workspace_repository {
 public:
  virtual ~workspace_repository() = default;
  using answer = rt::task<core::result<core::json_text>>;
  using done = rt::task<core::result<void>>;

  virtual answer list(const auth::tenant_context& tenant, page p, core::deadline limit) = 0;
  /// The caller becomes its owner.
  virtual answer create(const auth::tenant_context& tenant, std::string name, core::deadline limit) = 0;
  virtual answer read(const auth::tenant_context& tenant, core::workspace_id id, core::deadline limit) = 0;
  virtual answer rename(const auth::tenant_context& tenant, core::workspace_id id, std::string name,
                        core::deadline limit) = 0;
  /// With everything in it; for owners.
  virtual done remove(const auth::tenant_context& tenant, core::workspace_id id, core::deadline limit) = 0;

  virtual answer members(const auth::tenant_context& tenant, core::workspace_id id, page p, core::deadline limit) = 0;
  /// `not_found`: no such member; `conflict`: the last owner.
  virtual answer change_role(const auth::tenant_context& tenant, core::workspace_id id, core::user_id member,
                             std::string role, core::deadline limit) = 0;
  /// Also how one leaves. `not_found`, `conflict`: the last owner.
  virtual done remove_member(const auth::tenant_context& tenant, core::workspace_id id, core::user_id member,
                             core::deadline limit) = 0;

  virtual answer invitations(const auth::tenant_context& tenant, core::workspace_id id, page p,
                             core::deadline limit) = 0;
  /// `conflict`: a member, or invited already.
  virtual answer invite(const auth::tenant_context& tenant, core::workspace_id id, new_invitation invitation,
                        core::deadline limit) = 0;
  /// `not_found`: no such invitation that is still open.
  virtual done revoke(const auth::tenant_context& tenant, core::workspace_id id, core::uuid invitation,
                      core::deadline limit) = 0;
  /// The workspace that the secret opens; `not_found` where it is unknown, used, revoked or late.
  virtual answer accept(const auth::tenant_context& tenant, std::string token_hash, core::deadline limit) = 0;

  /// What an export holds, in its order; for admins.
  virtual rt::task<core::result<std::vector<std::string>>> export_tables(const auth::tenant_context& tenant,
                                                                         core::workspace_id id,
                                                                         core::deadline limit) = 0;
  /// The rows of one table that follow the key `after`, as this user may see them.
  virtual rt::task<core::result<export_page>> export_rows(const auth::tenant_context& tenant, core::workspace_id id,
                                                          std::string table, std::optional<std::string> after,
                                                          core::deadline limit) = 0;
};

}  // namespace switchboard::store
