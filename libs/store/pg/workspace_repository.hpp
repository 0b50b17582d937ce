// store::workspace_repository on Postgres.
#pragma once

#include "store/pg/database.hpp"
#include "store/workspace_repository.hpp"

namespace switchboard::store::pg {

class workspace_repository final : public store::workspace_repository {
 public:
  explicit workspace_repository(database& db) : db_(db) {}
  answer list(const auth::tenant_context& tenant, page p, core::deadline limit) override;
  answer create(const auth::tenant_context& tenant, std::string name, core::deadline limit) override;
  answer read(const auth::tenant_context& tenant, core::workspace_id id, core::deadline limit) override;
  answer rename(const auth::tenant_context& tenant, core::workspace_id id, std::string name,
                core::deadline limit) override;
  done remove(const auth::tenant_context& tenant, core::workspace_id id, core::deadline limit) override;

  answer members(const auth::tenant_context& tenant, core::workspace_id id, page p, core::deadline limit) override;
  answer change_role(const auth::tenant_context& tenant, core::workspace_id id, core::user_id member, std::string role,
                     core::deadline limit) override;
  done remove_member(const auth::tenant_context& tenant, core::workspace_id id, core::user_id member,
                     core::deadline limit) override;

  answer invitations(const auth::tenant_context& tenant, core::workspace_id id, page p, core::deadline limit) override;
  answer invite(const auth::tenant_context& tenant, core::workspace_id id, new_invitation invitation,
                core::deadline limit) override;
  done revoke(const auth::tenant_context& tenant, core::workspace_id id, core::uuid invitation,
              core::deadline limit) override;
  answer accept(const auth::tenant_context& tenant, std::string token_hash, core::deadline limit) override;

  rt::task<core::result<std::vector<std::string>>> export_tables(const auth::tenant_context& tenant,
                                                                 core::workspace_id id, core::deadline limit) override;
  rt::task<core::result<export_page>> export_rows(const auth::tenant_context& tenant, core::workspace_id id,
                                                  std::string table, std::optional<std::string> after,
                                                  core::deadline limit) override;

 private:
  answer read_or_forbid(std::string_view where, const auth::tenant_context& tenant, const statement& s, params values,
                        core::deadline limit);

  database& db_;
};

}  // namespace switchboard::store::pg
