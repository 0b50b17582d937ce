// Public keys in PEM (RFC 7468: "PUBLIC KEY", and PKCS#1's "RSA PUBLIC KEY"), one or more in a text. Line breaks may be
// missing or spelled "\n", as they are when a key is pasted into an environment variable.
#pragma once

#include "auth/key_set.hpp"
#include "core/result.hpp"

#include <string_view>

namespace switchboard::auth {

/// `invalid_field` with a reason for the operator: no key, a private key, damaged text, a key that we do not use.
core::result<key_set> parse_pem_keys(std::string_view pem);

}  // namespace switchboard::auth
