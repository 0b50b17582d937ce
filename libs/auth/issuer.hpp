// An issuer whose tokens are accepted: the rules for its claims, and its keys.
#pragma once

#include "auth/jwks_source.hpp"
#include "auth/key_source.hpp"
#include "auth/token_verifier.hpp"
#include "core/config.hpp"
#include "core/result.hpp"

#include <memory>
#include <vector>

namespace switchboard::auth {

struct issuer {
  issuer_rules rules;
  std::shared_ptr<key_source> keys;
};

/// Builds every configured issuer. Keys in files and settings are read now, so that a bad one is an `invalid_field` at
/// start; keys behind a URL are fetched once authenticator::start() has run, with `fetch`.
core::result<std::vector<issuer>> make_issuers(const std::vector<core::issuer_settings>& settings,
                                               const fetch_text& fetch);

}  // namespace switchboard::auth
