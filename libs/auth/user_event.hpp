// What Clerk and Supabase say about a user, as one shape. Pure.
#pragma once

#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace switchboard::auth {

enum class user_event_kind { changed, deleted };  // "created" and "updated" say the same: this is how the user is now

struct user_event {
  user_event_kind kind = user_event_kind::changed;
  std::string issuer;
  std::string subject;
  std::string email;       // empty: none
  std::string name;        // empty: none
  std::string avatar_url;  // empty: none
  std::string at;          // when it became so at the sender: RFC 3339, or milliseconds since 1970; empty: not said
};

/// Clerk's `user.created`, `user.updated`, `user.deleted`. nullopt: an event of another kind. `bad_json`, or
/// `invalid_field` for a user without an id.
core::result<std::optional<user_event>> read_clerk_event(std::string_view body);

/// Supabase: a database webhook on `auth.users` (INSERT, UPDATE, DELETE), the auth hook `before-user-created`, or
/// events named as Clerk's.
core::result<std::optional<user_event>> read_supabase_event(std::string_view body);

}  // namespace switchboard::auth
