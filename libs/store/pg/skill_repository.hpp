// store::skill_repository on Postgres.
#pragma once

#include "store/pg/database.hpp"
#include "store/skill_repository.hpp"

namespace switchboard::store::pg {

class skill_repository final : public store::skill_repository {
 public:
  explicit skill_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant, core::workspace_id workspace,
                                               std::string search, page part, core::deadline limit) override;
  rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                 core::json_text fields, core::deadline limit) override;
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, skill_id skill,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, skill_id skill,
                                                 core::json_text fields, wire::precondition asked,
                                                 core::deadline limit) override;
  rt::task<core::result<void>> remove(const auth::tenant_context& tenant, skill_id skill, wire::precondition asked,
                                      core::deadline limit) override;
  rt::task<core::result<core::json_text>> list_of_agent(const auth::tenant_context& tenant, core::agent_id agent,
                                                        core::deadline limit) override;
  rt::task<core::result<assigned_skill>> assign(const auth::tenant_context& tenant, core::agent_id agent,
                                                skill_id skill, core::deadline limit) override;
  rt::task<core::result<void>> unassign(const auth::tenant_context& tenant, core::agent_id agent, skill_id skill,
                                        core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
