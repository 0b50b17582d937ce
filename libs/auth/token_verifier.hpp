// The rules that make a well-formed token a proof of identity (RFC 7519 section 7.2, RFC 8725). Pure: the time and the
// keys are arguments.
#pragma once

#include "auth/claims.hpp"
#include "auth/identity.hpp"
#include "auth/key_set.hpp"
#include "core/result.hpp"
#include "wire/jws.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::auth {

/// How far the clocks of an issuer and of this machine may differ.
inline constexpr std::chrono::seconds clock_leeway{10};

struct issuer_rules {
  std::string name;  // for logs
  std::string iss;
  std::vector<wire::jws_algorithm> algorithms;
  std::string audience;                         // empty: not checked
  std::vector<std::string> authorized_parties;  // empty: not checked
};

/// A token whose form and claims' types are in order, and nothing else is known of it.
struct unverified_token {
  wire::jws jws;
  claims content;
};

/// Takes a token apart.
core::result<unverified_token> read_token(std::string_view token);

/// Whether the claims and the algorithm satisfy an issuer's rules at `now`. Says nothing about the signature.
core::result<void> check_claims(const issuer_rules& rules, const unverified_token& token,
                                std::chrono::system_clock::time_point now);

/// Whether a time span still holds: `not_before` - leeway <= now < `expires` + leeway.
bool in_force(const claims& content, std::chrono::system_clock::time_point now);

enum class signature_check { good, bad, unknown_key };

/// Whether one of the keys that fit the token's algorithm and `kid` made its signature.
signature_check check_signature(const key_set& keys, const wire::jws& token);

/// Who the token speaks for; call it only when both checks have passed.
identity identity_of(const claims& content);

}  // namespace switchboard::auth
