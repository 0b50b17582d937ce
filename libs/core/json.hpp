// The one way into JSON. Untrusted text is parsed here and nowhere else: with a size cap, a depth cap (nlohmann's own
// parser recurses without one), refusal of duplicate keys and of U+0000, which Postgres cannot store (RFC 8259
// sections 4 and 9 leave all four to the implementation).
#pragma once

#include "core/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::core {

using json = nlohmann::json;

/// One serialised JSON value, compact, known to be valid. It travels where a tree is not needed.
struct json_text {
  std::string text = "null";
  bool operator==(const json_text&) const = default;
};

enum class duplicate_keys { refuse, keep_last };

struct json_limits {
  std::size_t max_bytes = 1U << 20;
  std::size_t max_depth = 64;
  duplicate_keys duplicates = duplicate_keys::refuse;
};

/// Parses one JSON text. `bad_json` with a message that says where and why; never recurses deeper than the limit.
result<json> parse_json(std::string_view text, const json_limits& limits = {});

/// A JSON array of strings, compact.
std::string dump_strings(const std::vector<std::string>& values);

/// Compact, valid UTF-8 whatever the tree holds (bad bytes become U+FFFD).
std::string dump(const json& value);

}  // namespace switchboard::core
