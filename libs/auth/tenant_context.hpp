// Proof that a request was authenticated. Only the authenticator can make one, and only a tenant_context opens a
// database transaction, so a handler that forgot to authenticate does not compile. Which workspaces the user may touch
// is for row-level security to say, not for this class.
#pragma once

#include "core/uuid.hpp"

#include <string>
#include <utility>

namespace switchboard::auth {

/// A user as the database knows it (table `profiles`).
struct profile {
  core::user_id id;
  std::string email;
  std::string name;
  std::string time_zone;
  bool is_platform_admin = false;
};

class tenant_context {
 public:
  const profile& user() const noexcept { return user_; }
  core::user_id user_id() const noexcept { return user_.id; }
  /// The request that it was made for, to be named in logs.
  const std::string& request_id() const noexcept { return request_id_; }

 private:
  friend class authenticator;
  friend class test_access;      // tests/support only
  friend class stored_identity;  // a run that goes on after its server restarted acts for the user who started it
  explicit tenant_context(profile p, std::string request_id = {})
      : user_(std::move(p)), request_id_(std::move(request_id)) {}
  profile user_;
  std::string request_id_;
};

}  // namespace switchboard::auth
