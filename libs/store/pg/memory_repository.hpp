// store::memory_repository on Postgres.
#pragma once

#include "store/memory_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class memory_repository final : public store::memory_repository {
 public:
  explicit memory_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> list(const auth::tenant_context& tenant, memory_owner owner,
                                               std::string prefix, page part, core::deadline limit) override;
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, memory_owner owner, std::string path,
                                               core::deadline limit) override;
  rt::task<core::result<written_memory>> write(const auth::tenant_context& tenant, memory_owner owner, std::string path,
                                               std::string content, wire::precondition asked,
                                               core::deadline limit) override;
  rt::task<core::result<void>> remove(const auth::tenant_context& tenant, memory_owner owner, std::string path,
                                      wire::precondition asked, core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
