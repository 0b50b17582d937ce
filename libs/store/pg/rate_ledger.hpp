// store::rate_ledger on Postgres.
#pragma once

#include "store/pg/database.hpp"
#include "store/rate_ledger.hpp"

namespace switchboard::store::pg {

class rate_ledger final : public store::rate_ledger {
 public:
  explicit rate_ledger(database& db) : db_(db) {}
  rt::task<core::result<token_lease>> lease(std::string kind, std::string subject, std::int64_t wanted,
                                            bucket_size size, core::deadline limit) override;
  rt::task<core::result<std::optional<token_lease>>> lease(const auth::tenant_context& tenant,
                                                           core::workspace_id workspace, std::int64_t wanted,
                                                           bucket_size size, core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
