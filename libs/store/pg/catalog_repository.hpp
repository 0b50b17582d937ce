// store::catalog_repository on Postgres.
#pragma once

#include "store/catalog_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class catalog_repository final : public store::catalog_repository {
 public:
  explicit catalog_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant, std::string search, page part,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant, catalog_fields fields,
                                                 core::deadline limit) override;
  rt::task<core::result<core::json_text>> change(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                                 catalog_fields fields, wire::precondition asked,
                                                 core::deadline limit) override;
  rt::task<core::result<void>> remove(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                      wire::precondition asked, core::deadline limit) override;
  rt::task<core::result<core::json_text>> versions(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                                   page part, core::deadline limit) override;
  rt::task<core::result<core::json_text>> publish(const auth::tenant_context& tenant, core::catalog_agent_id agent,
                                                  std::optional<std::int64_t> version, wire::precondition asked,
                                                  core::deadline limit) override;
  rt::task<core::result<core::json_text>> departments(const auth::tenant_context& tenant, page part,
                                                      core::deadline limit) override;
  rt::task<core::result<core::json_text>> create_department(const auth::tenant_context& tenant, core::json_text fields,
                                                            core::deadline limit) override;
  rt::task<core::result<core::json_text>> change_department(const auth::tenant_context& tenant,
                                                            department_id department, core::json_text fields,
                                                            wire::precondition asked, core::deadline limit) override;
  rt::task<core::result<void>> remove_department(const auth::tenant_context& tenant, department_id department,
                                                 wire::precondition asked, core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
