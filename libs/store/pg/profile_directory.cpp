#include "store/pg/profile_directory.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::store::pg {
namespace {

const statement ensure_profile{
    "ensure_profile", "SELECT row_to_json(p) FROM app.ensure_profile($1, $2, nullif($3, ''), nullif($4, '')) p"};

std::string text_or_empty(const core::json& row, const char* key) {
  return row.at(key).is_null() ? std::string() : row.at(key).get<std::string>();
}

}  // namespace

rt::task<core::result<auth::profile>> profile_directory::ensure(auth::identity who, core::deadline limit) {
  params values{who.issuer, who.subject, who.email, who.name};
  const auto row = co_await db_.read_anonymous("ensure_profile", ensure_profile, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return core::make_internal(core::errc::unauthenticated, "the profile is disabled");
  const auto parsed = core::parse_json(**row);
  if (!parsed) co_return parsed.error();
  auth::profile out;
  out.id = core::user_id::parse(parsed->at("id").get<std::string>()).value();
  out.email = text_or_empty(*parsed, "email");
  out.name = text_or_empty(*parsed, "full_name");
  out.time_zone = text_or_empty(*parsed, "time_zone");
  out.is_platform_admin = parsed->at("is_platform_admin").get<bool>();
  co_return out;
}

}  // namespace switchboard::store::pg
