// Who is asking (contract section 2). A request is authenticated by the first of its session cookies that verifies,
// else by its Bearer token; an Authorization header that does not verify refuses the request whatever its cookies say,
// and where both verify they must name the same user. A cookie-authenticated request that changes state needs an Origin
// on the allow list. The first valid token of an (iss, sub) creates its profile.
//
// One authenticator serves all shards. Verified tokens and profiles are cached, so that the usual request costs one
// hash and no wait; it waits only for a JWKS that has to be fetched again, and for the database at a profile's first
// sight. Life cycle: construct, start() on the shard that owns the group, authenticate() from any shard, end the group,
// destroy.
#pragma once

#include "auth/identity.hpp"
#include "auth/issuer.hpp"
#include "auth/origin_policy.hpp"
#include "auth/profile_cache.hpp"
#include "auth/profile_directory.hpp"
#include "auth/tenant_context.hpp"
#include "auth/token_cache.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"
#include "rt/task_group.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::auth {

/// The value of WWW-Authenticate in every 401 (RFC 6750 section 3). It does not say what was wrong.
inline constexpr std::string_view bearer_challenge = "Bearer realm=\"switchboard\"";

/// What a request says about who is asking: every field value of that name, in order.
struct credentials {
  std::string method;  // "GET"
  std::vector<std::string> authorization;
  std::vector<std::string> cookie;
  std::vector<std::string> origin;
  std::string request_id = {};  // for logs
};

enum class credential_kind { cookie, bearer };

/// The proof that a request was authenticated, and by what.
struct authenticated {
  tenant_context context;
  credential_kind kind;
  std::chrono::system_clock::time_point expires;  // the token's `exp`
};

struct authenticator_options {
  std::size_t cached_tokens = 10000;
  std::size_t cached_profiles = 10000;
  std::chrono::seconds profile_age{60};        // a profile is read again after this long
  std::chrono::milliseconds keys_limit{5000};  // the longest wait for an issuer's keys
  std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
};

class authenticator {
 public:
  /// `profiles` must outlive this.
  authenticator(std::vector<issuer> issuers, profile_directory& profiles, origin_policy origins,
                authenticator_options options = {});

  /// Begins the background refresh of JWKS URLs; the group's owner ends it.
  void start(rt::task_group& group);

  /// `unauthenticated` (the detail says why, without the token), `origin_not_allowed`, or what the profile directory
  /// says: `database_unavailable`, `unauthenticated` for a disabled profile.
  rt::task<core::result<authenticated>> authenticate(credentials from, core::deadline limit);

  /// Verifies one token, with no profile and no CSRF rule.
  rt::task<core::result<identity>> verify(std::string token, core::deadline limit);

  /// Drops a cached profile, because it was changed or disabled.
  void forget(const std::string& issuer, const std::string& subject);

  const origin_policy& origins() const noexcept { return origins_; }

 private:
  rt::task<core::result<identity>> first_verified(std::vector<std::string> tokens, core::deadline limit);
  rt::task<core::result<profile>> profile_of(identity who, core::deadline limit);
  core::result<void> check_origin(const credentials& from) const;

  std::vector<issuer> issuers_;
  profile_directory& profiles_;
  origin_policy origins_;
  authenticator_options options_;
  token_cache tokens_;
  profile_cache known_profiles_;
};

}  // namespace switchboard::auth
