#include "auth/user_event.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::auth {
namespace {

using parsed_event = core::result<std::optional<user_event>>;

// A member of an object as text; empty for anything else.
std::string text(const core::json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

core::json member(const core::json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) return nullptr;
  return object.at(key);
}

// Text, or a number of milliseconds.
std::string moment(const core::json& object, const char* key) {
  const auto value = member(object, key);
  if (value.is_number_integer()) return value.dump();
  return value.is_string() ? value.get<std::string>() : std::string();
}

core::result<core::json> read_object(std::string_view body) {
  auto parsed = core::parse_json(body);
  if (!parsed) return parsed.error();
  if (!parsed->is_object()) return core::make_field_error("body", "must be a JSON object");
  return parsed;
}

parsed_event checked(user_event event) {
  if (event.subject.empty()) return core::make_field_error("id", "is required");
  return std::optional(std::move(event));
}

std::string primary_email(const core::json& user) {
  const auto list = member(user, "email_addresses");
  if (!list.is_array()) return {};
  const auto primary = text(user, "primary_email_address_id");
  for (const auto& address : list) {
    if (!primary.empty() && text(address, "id") == primary) return text(address, "email_address");
  }
  return list.empty() ? std::string() : text(list.front(), "email_address");
}

user_event from_supabase_user(const core::json& user, const char* metadata_key) {
  user_event out;
  const auto metadata = member(user, metadata_key);
  out.subject = text(user, "id");
  out.email = text(user, "email");
  out.name = text(metadata, "full_name");
  if (out.name.empty()) out.name = text(metadata, "name");
  out.avatar_url = text(metadata, "avatar_url");
  out.at = moment(user, "updated_at");
  return out;
}

parsed_event from_table(const core::json& body, const std::string& verb) {
  if (text(body, "table") != "users" || text(body, "schema") != "auth") return std::optional<user_event>();
  auto out = from_supabase_user(member(body, verb == "DELETE" ? "old_record" : "record"), "raw_user_meta_data");
  // Supabase deletes softly where it is told to.
  const bool gone = verb == "DELETE" || !text(member(body, "record"), "deleted_at").empty();
  if (gone) out.kind = user_event_kind::deleted;
  if (verb == "DELETE") out.at.clear();
  return checked(std::move(out));
}

}  // namespace

parsed_event read_clerk_event(std::string_view body) {
  const auto parsed = read_object(body);
  if (!parsed) return parsed.error();
  const auto type = text(*parsed, "type");
  if (type != "user.created" && type != "user.updated" && type != "user.deleted") return std::optional<user_event>();
  const auto user = member(*parsed, "data");
  user_event out;
  out.subject = text(user, "id");
  if (type == "user.deleted") {
    out.kind = user_event_kind::deleted;
    out.at = moment(*parsed, "timestamp");
    return checked(std::move(out));
  }
  const auto first = text(user, "first_name");
  const auto last = text(user, "last_name");
  out.email = primary_email(user);
  out.name = first + (first.empty() || last.empty() ? "" : " ") + last;
  out.avatar_url = text(user, "image_url");
  out.at = moment(user, "updated_at");
  return checked(std::move(out));
}

parsed_event read_supabase_event(std::string_view body) {
  const auto parsed = read_object(body);
  if (!parsed) return parsed.error();
  const auto type = text(*parsed, "type");
  if (type == "INSERT" || type == "UPDATE" || type == "DELETE") return from_table(*parsed, type);
  if (text(member(*parsed, "metadata"), "name") == "before-user-created") {
    return checked(from_supabase_user(member(*parsed, "user"), "user_metadata"));
  }
  if (type != "user.created" && type != "user.updated" && type != "user.deleted") return std::optional<user_event>();
  auto out = from_supabase_user(member(*parsed, "data"), "user_metadata");
  if (type == "user.deleted") out.kind = user_event_kind::deleted;
  return checked(std::move(out));
}

}  // namespace switchboard::auth
