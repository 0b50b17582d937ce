// The allow list of web origins (RFC 6454): who may make a browser change state with its cookies, and to whom CORS
// answers. An origin matches whole, as a browser serialises it, or not at all: no suffixes, no wildcards, no "null".
// Immutable, so shards share it.
#pragma once

#include "core/result.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::auth {

class origin_policy {
 public:
  /// Allows no origin.
  origin_policy() = default;

  /// Reads `settings.allowed_origins`: "https://app.example.com", "http://localhost:3000". Case, a trailing slash and
  /// a default port are normalised. `invalid_field` for anything that is no origin ("*", "null", a path, user info).
  static core::result<origin_policy> make(const std::vector<std::string>& allowed);

  /// Whether an Origin header's value is on the list, compared byte for byte with a browser's serialisation.
  bool allows(std::string_view origin) const { return allowed_.contains(std::string(origin)); }

 private:
  std::set<std::string> allowed_;
};

}  // namespace switchboard::auth
