// The registered claims of a JWT payload (RFC 7519 section 4.1) and those of the two vendors, read strictly: a claim of
// the wrong type refuses the token, it is never coerced or skipped.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::auth {

/// A NumericDate in milliseconds. Fractions are rounded so that a token is never valid for longer than it says.
using claim_time = std::chrono::sys_time<std::chrono::milliseconds>;

struct claims {
  std::string issuer;                           // iss; empty when absent
  std::string subject;                          // sub: 1 to 255 bytes
  std::vector<std::string> audience;            // aud, a string or a list of them
  std::optional<std::string> authorized_party;  // azp
  std::vector<std::string> roles;               // the strings in role
  claim_time expires{};                         // exp, required
  std::optional<claim_time> not_before;         // nbf
  std::optional<claim_time> issued_at;          // iat
  std::string email;                            // may be empty
  std::string name;                             // may be empty
};

/// Reads a payload. `unauthenticated` with the reason in the detail.
core::result<claims> parse_claims(std::string_view payload);

}  // namespace switchboard::auth
