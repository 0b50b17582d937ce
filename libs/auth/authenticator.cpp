#include "auth/authenticator.hpp"

#include "wire/cookie_jar.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace switchboard::auth {
namespace {

constexpr std::array<std::string_view, 4> safe_methods{"GET", "HEAD", "OPTIONS", "TRACE"};

core::error refuse(std::string why) {
  return core::make_internal(core::errc::unauthenticated, std::move(why));
}

// The token of the one Authorization field (RFC 6750 section 2.1).
core::result<std::string> bearer_token(const std::vector<std::string>& fields) {
  constexpr std::string_view scheme = "bearer ";
  if (fields.size() != 1) return refuse("more than one Authorization header");
  const auto& field = fields.front();
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  if (field.size() < scheme.size() ||
      !std::equal(scheme.begin(), scheme.end(), field.begin(), field.begin() + scheme.size(),
                  [&](char want, char have) { return same(have, want); }))
    return refuse("the Authorization scheme is not Bearer");
  const auto from = field.find_first_not_of(' ', scheme.size());
  if (from == std::string::npos) return refuse("the Authorization header has no token");
  return field.substr(from);
}

}  // namespace

authenticator::authenticator(std::vector<issuer> issuers, profile_directory& profiles, origin_policy origins,
                             authenticator_options options)
    : issuers_(std::move(issuers)),
      profiles_(profiles),
      origins_(std::move(origins)),
      options_(std::move(options)),
      tokens_(options_.cached_tokens),
      known_profiles_(options_.cached_profiles, options_.profile_age) {}

void authenticator::start(rt::task_group& group) {
  for (auto& each : issuers_) each.keys->start(group);
}

void authenticator::forget(const std::string& issuer, const std::string& subject) {
  known_profiles_.erase(issuer, subject);
}

rt::task<core::result<identity>> authenticator::verify(std::string token, core::deadline limit) {
  if (token.size() > wire::max_token_bytes) co_return refuse("token: over 8 KiB");
  const auto hash = hash_token(token);
  const auto now = options_.now();
  if (auto known = tokens_.find(hash, now, [this](std::size_t i) { return issuers_[i].keys->current(); }))
    co_return std::move(*known);

  const auto parsed = read_token(token);
  if (!parsed) co_return parsed.error();
  auto why = refuse("token: iss is no configured issuer");
  // One issuer may be configured twice, as Supabase is with its JWKS and its legacy secret.
  for (std::size_t i = 0; i < issuers_.size(); ++i) {
    const auto& [rules, source] = issuers_[i];
    if (rules.iss != parsed->content.issuer) continue;
    if (const auto checked = check_claims(rules, *parsed, now); !checked) {
      why = checked.error();
      continue;
    }
    auto keys = source->current();
    auto outcome = keys ? check_signature(*keys, parsed->jws) : signature_check::unknown_key;
    if (outcome == signature_check::unknown_key) {
      keys = co_await source->look_again(limit.narrowed(options_.keys_limit));
      if (keys) outcome = check_signature(*keys, parsed->jws);
    }
    if (outcome == signature_check::good) {
      tokens_.put(hash, {i, keys, parsed->content});
      co_return identity_of(parsed->content);
    }
    why = refuse(outcome == signature_check::bad ? "token: the signature is wrong" : "token: no key fits it");
  }
  co_return why;
}

rt::task<core::result<identity>> authenticator::first_verified(std::vector<std::string> tokens, core::deadline limit) {
  auto why = refuse("no session cookie and no Authorization header");
  for (const auto& token : tokens) {
    auto verified = co_await verify(token, limit);
    if (verified) co_return verified;
    why = verified.error();
  }
  co_return why;
}

core::result<void> authenticator::check_origin(const credentials& from) const {
  if (std::find(safe_methods.begin(), safe_methods.end(), from.method) != safe_methods.end()) return {};
  if (from.origin.size() == 1 && origins_.allows(from.origin.front())) return {};
  return core::make_error(core::errc::origin_not_allowed);
}

rt::task<core::result<profile>> authenticator::profile_of(identity who, core::deadline limit) {
  const auto now = core::deadline::clock::now();
  if (auto known = known_profiles_.find(who.issuer, who.subject, now)) co_return std::move(*known);
  auto found = co_await profiles_.ensure(who, limit);
  if (found) known_profiles_.put(who.issuer, who.subject, *found, now);
  co_return found;
}

rt::task<core::result<authenticated>> authenticator::authenticate(credentials from, core::deadline limit) {
  std::optional<identity> bearer;
  if (!from.authorization.empty()) {
    auto token = bearer_token(from.authorization);
    if (!token) co_return token.error();
    auto verified = co_await verify(std::move(*token), limit);
    if (!verified) co_return verified.error();
    bearer = std::move(*verified);
  }
  auto tokens = wire::session_tokens(from.cookie);
  auto cookie = co_await first_verified(std::move(tokens), limit);
  if (!cookie && !bearer) co_return cookie.error();

  const auto kind = cookie ? credential_kind::cookie : credential_kind::bearer;
  const auto who = cookie ? *cookie : *bearer;
  if (bearer && (who.issuer != bearer->issuer || who.subject != bearer->subject))
    co_return refuse("the cookie and the Authorization header name different users");
  if (kind == credential_kind::cookie) {
    if (const auto allowed = check_origin(from); !allowed) co_return allowed.error();
  }
  auto user = co_await profile_of(who, limit);
  if (!user) co_return user.error();
  co_return authenticated{tenant_context(std::move(*user), std::move(from.request_id)), kind, who.expires};
}

}  // namespace switchboard::auth
