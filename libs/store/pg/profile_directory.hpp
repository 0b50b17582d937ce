// Profiles in Postgres: made by app.ensure_profile, the one thing a request may do before it has an identity.
#pragma once

#include "auth/profile_directory.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class profile_directory final : public auth::profile_directory {
 public:
  explicit profile_directory(database& db) : db_(db) {}
  rt::task<core::result<auth::profile>> ensure(auth::identity who, core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
