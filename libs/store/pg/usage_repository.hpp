// store::usage_repository on Postgres.
#pragma once

#include "store/pg/database.hpp"
#include "store/usage_repository.hpp"

namespace switchboard::store::pg {

class usage_repository final : public store::usage_repository {
 public:
  explicit usage_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, usage_filter filter,
                                               core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
