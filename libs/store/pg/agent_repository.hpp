// store::agent_repository on Postgres.
#pragma once

#include "store/agent_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class agent_repository final : public store::agent_repository {
 public:
  explicit agent_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> hire(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                               core::workspace_id workspace, core::deadline limit) override;
  rt::task<core::result<void>> unhire(const auth::tenant_context& tenant, core::agent_id agent,
                                      core::deadline limit) override;
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, core::agent_id agent,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, core::agent_id agent,
                                                 agent_changes changes, wire::precondition asked,
                                                 core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
