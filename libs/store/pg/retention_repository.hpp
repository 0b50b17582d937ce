// store::retention_repository on Postgres: definer functions, since it is about every tenant's rows.
#pragma once

#include "store/pg/database.hpp"
#include "store/retention_repository.hpp"

namespace switchboard::store::pg {

class retention_repository final : public store::retention_repository {
 public:
  explicit retention_repository(database& db) : db_(db) {}

  rt::task<core::result<std::int64_t>> purge_events(std::chrono::seconds keep, int runs, core::deadline limit) override;
  rt::task<core::result<std::int64_t>> purge_idempotency_keys(int rows, core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
