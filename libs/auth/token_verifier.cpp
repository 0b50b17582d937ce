#include "auth/token_verifier.hpp"

#include <algorithm>
#include <array>

namespace switchboard::auth {
namespace {

// Supabase's own keys are tokens too: they speak for an application, not for a user.
constexpr std::array<std::string_view, 2> refused_roles{"anon", "service_role"};

core::error refuse(std::string why) {
  return core::make_internal(core::errc::unauthenticated, "token: " + std::move(why));
}

template<class List, class Value>
bool holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

claim_time milliseconds_of(std::chrono::system_clock::time_point now) {
  return std::chrono::floor<std::chrono::milliseconds>(now);
}

}  // namespace

core::result<unverified_token> read_token(std::string_view token) {
  auto jws = wire::parse_jws(token);
  if (!jws) return jws.error();
  auto content = parse_claims(jws->payload);
  if (!content) return content.error();
  return unverified_token{std::move(*jws), std::move(*content)};
}

bool in_force(const claims& content, std::chrono::system_clock::time_point now) {
  const auto at = milliseconds_of(now);
  return at < content.expires + clock_leeway && (!content.not_before || at >= *content.not_before - clock_leeway);
}

core::result<void> check_claims(const issuer_rules& rules, const unverified_token& token,
                                std::chrono::system_clock::time_point now) {
  const auto& content = token.content;
  if (content.issuer.empty() || content.issuer != rules.iss) return refuse("iss is another issuer's");
  if (!holds(rules.algorithms, token.jws.algorithm)) return refuse("the issuer does not use this algorithm");
  if (!rules.audience.empty() && !holds(content.audience, rules.audience)) return refuse("is for another audience");
  if (!rules.authorized_parties.empty() && !holds(rules.authorized_parties, content.authorized_party.value_or("")))
    return refuse("is for another authorized party");
  for (const auto role : refused_roles) {
    if (holds(content.roles, role)) return refuse("has the role " + std::string(role));
  }
  if (!in_force(content, now)) return refuse("is expired or not valid yet");
  if (content.issued_at && milliseconds_of(now) < *content.issued_at - clock_leeway)
    return refuse("was issued in the future");
  return {};
}

signature_check check_signature(const key_set& keys, const wire::jws& token) {
  const auto candidates = keys.candidates(token.algorithm, token.key_id);
  if (candidates.empty()) return signature_check::unknown_key;
  for (const auto* key : candidates) {
    if (key->verify(token.signing_input, token.signature)) return signature_check::good;
  }
  return signature_check::bad;
}

identity identity_of(const claims& content) {
  // system_clock counts nanoseconds and ends in 2262; a token may claim to live longer.
  constexpr claim_time last{std::chrono::seconds(9'000'000'000)};
  identity out;
  out.issuer = content.issuer;
  out.subject = content.subject;
  out.email = content.email;
  out.name = content.name;
  out.expires = std::chrono::system_clock::time_point(std::min(content.expires, last));
  return out;
}

}  // namespace switchboard::auth
