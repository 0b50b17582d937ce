// store::identity_repository on Postgres.
#pragma once

#include "store/identity_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class identity_repository final : public store::identity_repository {
 public:
  explicit identity_repository(database& db) : db_(db) {}
  rt::task<core::result<user_event_outcome>> apply(std::string source, std::string delivery, auth::user_event event,
                                                   core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
