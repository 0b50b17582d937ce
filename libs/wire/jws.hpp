// JWS compact serialisation (RFC 7515), as strict as RFC 8725 allows: the form is decided here, before any key is
// touched. No cryptography: the caller verifies `signature` over `signing_input` with a key that fits `algorithm`.
//
// Refused: more or fewer than three parts, an empty part, over 8 KiB, non-canonical base64url, a header that is no JSON
// object or names a member twice, an algorithm outside the closed list below (so `none` and its spellings), a type
// other than "JWT", and every header member that changes how the token is to be verified or read: crit, b64, jwk, jku,
// x5c, x5u, cty, enc, zip. Clerk's machine tokens are refused too: its users' tokens come from the same key.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::wire {

/// The longest token that is looked at, in bytes (contract section 2).
inline constexpr std::size_t max_token_bytes = 8192;

/// The signature algorithms of RFC 7518 and RFC 8037 that an issuer may use.
enum class jws_algorithm { rs256, es256, eddsa, hs256 };

/// The algorithm of a name, compared exactly ("RS256", never "rs256").
std::optional<jws_algorithm> parse_jws_algorithm(std::string_view name) noexcept;
std::string_view name(jws_algorithm algorithm) noexcept;

/// A well-formed token whose signature nobody has checked yet.
struct jws {
  jws_algorithm algorithm = jws_algorithm::rs256;
  std::string key_id;         // `kid`; empty when the header has none
  std::string payload;        // decoded bytes
  std::string signing_input;  // the ASCII that was signed: encoded header, ".", encoded payload
  std::string signature;      // decoded bytes, never empty
};

/// Takes a token apart. `unauthenticated` with the reason in the detail, which never quotes the token.
core::result<jws> parse_jws(std::string_view token);

}  // namespace switchboard::wire
