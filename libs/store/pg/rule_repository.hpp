// store::rule_repository on Postgres.
#pragma once

#include "store/pg/database.hpp"
#include "store/rule_repository.hpp"

namespace switchboard::store::pg {

class rule_repository final : public store::rule_repository {
 public:
  explicit rule_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant,
                                               std::optional<core::catalog_agent_id> agent, page part,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, rule_id rule,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant, core::json_text fields,
                                                 core::deadline limit) override;
  rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, rule_id rule,
                                                 core::json_text fields, wire::precondition asked,
                                                 core::deadline limit) override;
  rt::task<core::result<void>> remove(const auth::tenant_context& tenant, rule_id rule, wire::precondition asked,
                                      core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
