// store::tool_access_repository on Postgres.
#pragma once

#include "store/pg/database.hpp"
#include "store/tool_access_repository.hpp"

namespace switchboard::store::pg {

class tool_access_repository final : public store::tool_access_repository {
 public:
  explicit tool_access_repository(database& db) : db_(db) {}

  rt::task<core::result<core::json_text>> policies(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                   core::deadline limit) override;
  rt::task<core::result<core::json_text>> set_policy(const auth::tenant_context& tenant, new_tool_policy policy,
                                                     core::deadline limit) override;
  rt::task<core::result<void>> drop_policy(const auth::tenant_context& tenant, core::workspace_id workspace,
                                           core::uuid policy, core::deadline limit) override;
  rt::task<core::result<core::json_text>> calls(const auth::tenant_context& tenant, call_filter filter,
                                                core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
