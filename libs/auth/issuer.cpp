#include "auth/issuer.hpp"

#include "auth/jwks.hpp"
#include "auth/key_file.hpp"
#include "auth/pem.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace switchboard::auth {
namespace {

using source_ptr = std::shared_ptr<key_source>;

core::result<issuer_rules> rules_of(const core::issuer_settings& from) {
  issuer_rules out;
  out.name = from.name;
  out.iss = from.iss;
  out.audience = from.audience;
  out.authorized_parties = from.authorized_parties;
  for (const auto& text : from.algorithms) {
    const auto algorithm = wire::parse_jws_algorithm(text);
    if (!algorithm) return core::make_field_error("algorithms", "\"" + text + "\" is unknown");
    const bool is_symmetric = *algorithm == wire::jws_algorithm::hs256;
    if (is_symmetric == from.secret.empty())
      return core::make_field_error("algorithms", "HS256 and a shared secret go together, and with nothing else");
    out.algorithms.push_back(*algorithm);
  }
  if (out.iss.empty() || out.algorithms.empty()) return core::make_field_error("iss", "needs a name and algorithms");
  return out;
}

core::result<source_ptr> from_file(const std::string& path, key_parser parse) {
  auto opened = key_file::open(path, std::move(parse));
  if (!opened) return core::make_field_error(path, opened.error().message);
  return source_ptr(std::move(*opened));
}

core::result<source_ptr> source_of(const core::issuer_settings& from, const fetch_text& fetch) {
  const std::array<bool, 5> given{!from.jwks_url.empty(), !from.jwks_file.empty(), !from.pem_file.empty(),
                                  !from.pem.empty(), !from.secret.empty()};
  if (std::count(given.begin(), given.end(), true) != 1)
    return core::make_field_error("keys", "need exactly one of jwksUrl, jwksFile, pemFile, pem, secret");
  if (!from.jwks_url.empty()) return source_ptr(std::make_shared<jwks_source>(from.jwks_url, fetch));
  if (!from.jwks_file.empty()) return from_file(from.jwks_file, parse_jwks);
  if (!from.pem_file.empty()) return from_file(from.pem_file, parse_pem_keys);
  if (!from.pem.empty()) {
    auto keys = parse_pem_keys(from.pem);
    if (!keys) return keys.error();
    return source_ptr(std::make_shared<fixed_keys>(std::move(*keys)));
  }
  auto key = verification_key::from_secret(from.secret);
  if (!key) return key.error();
  std::vector<named_key> keys;
  keys.push_back({std::nullopt, std::move(*key)});
  return source_ptr(std::make_shared<fixed_keys>(key_set(std::move(keys))));
}

// Keys that are known at start must fit at least one of the algorithms, else no token would ever verify.
bool fits(const issuer_rules& rules, key_source& source) {
  const auto keys = source.current();
  if (!keys || keys->size() == 0) return true;
  const auto has_key = [&](wire::jws_algorithm algorithm) { return keys->has(algorithm); };
  return std::any_of(rules.algorithms.begin(), rules.algorithms.end(), has_key);
}

core::result<issuer> make_issuer(const core::issuer_settings& from, const fetch_text& fetch) {
  auto rules = rules_of(from);
  if (!rules) return rules.error();
  auto source = source_of(from, fetch);
  if (!source) return source.error();
  if (!fits(*rules, **source)) return core::make_field_error("algorithms", "none of them fits the issuer's keys");
  return issuer{std::move(*rules), std::move(*source)};
}

}  // namespace

core::result<std::vector<issuer>> make_issuers(const std::vector<core::issuer_settings>& settings,
                                               const fetch_text& fetch) {
  std::vector<issuer> out;
  for (const auto& each : settings) {
    auto made = make_issuer(each, fetch);
    if (!made) return core::make_field_error("issuer " + each.name, made.error().message);
    out.push_back(std::move(*made));
  }
  return out;
}

}  // namespace switchboard::auth
