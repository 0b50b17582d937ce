// Whether a webhook comes from who it says (Standard Webhooks 1.0, and svix, which is the same under other header
// names): HMAC-SHA-256 over "<id>.<timestamp>.<raw body>". A sender that rotates its secret signs with the old and the
// new one, and a receiver may know several: one match is enough. That an id was seen before is for the receiver to
// know. Immutable; thread-safe.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::auth {

/// What a webhook's headers say.
struct webhook_headers {
  std::string_view id;
  std::string_view timestamp;   // seconds since 1970
  std::string_view signatures;  // "v1,<base64> v1,<base64> …"
};

class webhook_verifier {
 public:
  /// How far a timestamp may lie from now, either way.
  static constexpr std::chrono::seconds tolerance{300};

  /// `secrets`: one or more of "whsec_<base64>" or "v1,whsec_<base64>", apart by white space or "|" (as Supabase writes
  /// them). `invalid_field` for anything else. None: a verifier that accepts nothing.
  static core::result<webhook_verifier> make(const core::secret_string& secrets);

  bool configured() const noexcept { return !keys_.empty(); }
  /// `unauthenticated`, whose detail says why.
  core::result<void> verify(const webhook_headers& headers, std::string_view raw_body,
                            std::chrono::system_clock::time_point now) const;

 private:
  std::vector<core::secret_string> keys_;
};

}  // namespace switchboard::auth
