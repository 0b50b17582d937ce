#include "auth/claims.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace switchboard::auth {
namespace {

constexpr std::size_t max_subject_bytes = 255;
constexpr std::size_t max_text_bytes = 320;  // the longest e-mail address (RFC 3696)
constexpr std::size_t max_list = 64;
constexpr std::int64_t last_second = 253402300799;  // 9999-12-31T23:59:59Z

enum class rounding { down, up };

core::error refuse(std::string why) {
  return core::make_internal(core::errc::unauthenticated, "token: " + std::move(why));
}

// A NumericDate (RFC 7519 section 2): a JSON number of seconds, perhaps with a fraction.
core::result<std::optional<claim_time>> time_claim(const core::json& payload, const char* name, rounding to) {
  const auto found = payload.find(name);
  if (found == payload.end()) return std::optional<claim_time>{};
  const auto bad = [name] { return refuse(std::string(name) + " is no time"); };
  if (found->is_number_unsigned()) {
    const auto seconds = found->get<std::uint64_t>();
    if (seconds > static_cast<std::uint64_t>(last_second)) return bad();
    return std::optional(claim_time(std::chrono::seconds(seconds)));
  }
  if (!found->is_number_float()) return bad();  // negative whole numbers too
  const double seconds = found->get<double>();
  if (!(seconds >= 0.0 && seconds <= static_cast<double>(last_second))) return bad();
  const double ms = to == rounding::down ? std::floor(seconds * 1000.0) : std::ceil(seconds * 1000.0);
  return std::optional(claim_time(std::chrono::milliseconds(static_cast<std::int64_t>(ms))));
}

// A string or a list of strings; false where it is anything else.
bool read_strings(const core::json& value, std::vector<std::string>& out) {
  if (value.is_string()) {
    out.push_back(value.get<std::string>());
    return true;
  }
  if (!value.is_array() || value.size() > max_list) return false;
  for (const auto& item : value) {
    if (!item.is_string()) return false;
    out.push_back(item.get<std::string>());
  }
  return true;
}

// Every string of `role`; other shapes are some application's own claim.
void read_roles(const core::json& value, std::vector<std::string>& out) {
  if (value.is_string()) out.push_back(value.get<std::string>());
  if (!value.is_array()) return;
  for (const auto& item : value) read_roles(item, out);
}

// Text for people, so an unusable one is left out instead of refusing the token.
std::string display_text(const core::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return {};
  auto text = found->get<std::string>();
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (text.size() > max_text_bytes || std::any_of(text.begin(), text.end(), is_control)) return {};
  return text;
}

// Supabase keeps the name in the user's metadata; Clerk's templates put it beside the other claims.
std::string display_name(const core::json& payload) {
  if (auto own = display_text(payload, "name"); !own.empty()) return own;
  const auto metadata = payload.find("user_metadata");
  if (metadata == payload.end() || !metadata->is_object()) return {};
  if (auto full = display_text(*metadata, "full_name"); !full.empty()) return full;
  return display_text(*metadata, "name");
}

core::result<void> read_times(const core::json& payload, claims& out) {
  const auto expires = time_claim(payload, "exp", rounding::down);
  const auto not_before = time_claim(payload, "nbf", rounding::up);
  const auto issued_at = time_claim(payload, "iat", rounding::up);
  for (const auto* time : {&expires, &not_before, &issued_at}) {
    if (!*time) return time->error();
  }
  if (!*expires) return refuse("has no exp");
  out.expires = **expires;
  out.not_before = *not_before;
  out.issued_at = *issued_at;
  return {};
}

core::result<void> read_names(const core::json& payload, claims& out) {
  if (const auto iss = payload.find("iss"); iss != payload.end()) {
    if (!iss->is_string()) return refuse("iss is no string");
    out.issuer = iss->get<std::string>();
  }
  const auto sub = payload.find("sub");
  if (sub == payload.end() || !sub->is_string()) return refuse("sub is no string");
  out.subject = sub->get<std::string>();
  if (out.subject.empty() || out.subject.size() > max_subject_bytes) return refuse("sub is empty or too long");
  if (const auto aud = payload.find("aud"); aud != payload.end() && !read_strings(*aud, out.audience))
    return refuse("aud is no string or list of strings");
  if (const auto azp = payload.find("azp"); azp != payload.end()) {
    if (!azp->is_string()) return refuse("azp is no string");
    out.authorized_party = azp->get<std::string>();
  }
  if (const auto role = payload.find("role"); role != payload.end()) read_roles(*role, out.roles);
  return {};
}

}  // namespace

core::result<claims> parse_claims(std::string_view payload) {
  if (payload.empty() || payload.front() != '{') return refuse("the payload is no JSON object");
  const auto parsed = core::parse_json(payload);
  if (!parsed) return refuse("the payload is not acceptable JSON");
  claims out;
  if (const auto read = read_names(*parsed, out); !read) return read.error();
  if (const auto read = read_times(*parsed, out); !read) return read.error();
  out.email = display_text(*parsed, "email");
  out.name = display_name(*parsed);
  return out;
}

}  // namespace switchboard::auth
