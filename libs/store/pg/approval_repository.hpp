// store::approval_repository on Postgres.
#pragma once

#include "store/approval_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class approval_repository final : public store::approval_repository {
 public:
  explicit approval_repository(database& db) : db_(db) {}

  rt::task<core::result<approval_state>> ask(const auth::tenant_context& tenant, new_approval question,
                                             core::deadline limit) override;
  rt::task<core::result<approval_state>> look(const auth::tenant_context& tenant, core::approval_id approval,
                                              core::deadline limit) override;
  rt::task<core::result<approval_state>> expire(const auth::tenant_context& tenant, core::approval_id approval,
                                                core::deadline limit) override;
  rt::task<core::result<void>> acknowledge(const auth::tenant_context& tenant, core::run_id run,
                                           std::string tool_call_id, core::deadline limit) override;
  rt::task<core::result<core::json_text>> answer(const auth::tenant_context& tenant, core::run_id run,
                                                 core::approval_id approval, approval_answer answer,
                                                 core::deadline limit) override;
  rt::task<core::result<core::json_text>> of_run(const auth::tenant_context& tenant, core::run_id run,
                                                 core::deadline limit) override;
  rt::task<core::result<core::json_text>> pending(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                  core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
