// Profiles as their identity provider tells of them. The one repository without a tenant: whoever calls it has verified
// the provider's signature.
#pragma once

#include "auth/user_event.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"

#include <string>

namespace switchboard::store {

enum class user_event_outcome {
  applied,
  stale,     // something newer, or the user's end, is known already
  replayed,  // this delivery was here before
};

class identity_repository {
 public:
  virtual ~identity_repository() = default;
  /// Brings a profile up to date, making it where there is none; once for each delivery. A deleted user is disabled,
  /// loses name and address, and leaves every workspace that has another owner.
  virtual rt::task<core::result<user_event_outcome>> apply(std::string source, std::string delivery,
                                                           auth::user_event event, core::deadline limit) = 0;
};

}  // namespace switchboard::store
