// JSON Web Key Sets (RFC 7517). Keys that we do not use (other types, curves, uses or algorithms, RSA under 2048 bits)
// are left out, as section 5 asks. A document that publishes a private or symmetric key is refused whole: it was leaked
// or forged, and nothing in it can be trusted.
#pragma once

#include "auth/key_set.hpp"
#include "core/result.hpp"

#include <string_view>

namespace switchboard::auth {

/// At most 256 KiB and 100 keys. `invalid_field` with a reason for the operator.
core::result<key_set> parse_jwks(std::string_view json);

}  // namespace switchboard::auth
