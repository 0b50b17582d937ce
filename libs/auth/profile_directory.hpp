// Where profiles live, as the authenticator sees it; implemented by store/pg.
#pragma once

#include "auth/identity.hpp"
#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"

namespace switchboard::auth {

class profile_directory {
 public:
  virtual ~profile_directory() = default;
  /// The profile of (issuer, subject), created at its first valid token. `unauthenticated` when it is disabled,
  /// `database_unavailable` when Postgres cannot be reached.
  virtual rt::task<core::result<profile>> ensure(identity who, core::deadline limit) = 0;
};

}  // namespace switchboard::auth
