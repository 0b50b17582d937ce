// A tool's typed parameter, as its file declares it:
//
//   -- param limit integer min=1 max=200 default=50: How many rows to return.
//   -- param type enum(income,expense) optional: Only this kind.
//   -- param ids array(uuid) max_items=50: Which transactions.
//   -- param apiKey string secret: The key of the account.
//
// A parameter is required unless it is `optional` or has a `default`. What is `secret` stays out of the audit.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::tools {

/// What a value is, to the model and to Postgres.
enum class value_type {
  string,    // text
  integer,   // bigint
  number,    // numeric
  boolean,   // boolean
  date,      // date, "2026-03-31"
  month,     // date: its first day, "2026-03"
  datetime,  // timestamptz, RFC 3339 with its offset
  uuid,      // uuid
  choice,    // text, one of `choices`
  object,    // jsonb
};

enum class presence { required, optional };

/// What the audit keeps of a value.
enum class audit { keep, redact };

struct parameter {
  std::string name;  // camelCase; the statement says :name
  std::string description;
  value_type type = value_type::string;
  bool is_array = false;
  presence given = presence::required;
  audit kept = audit::keep;
  std::optional<core::json_text> default_value;
  std::vector<std::string> choices;
  std::optional<double> min;  // of numbers
  std::optional<double> max;
  std::optional<std::size_t> min_length;  // of strings, in code points
  std::optional<std::size_t> max_length;
  std::optional<std::size_t> min_items;  // of arrays
  std::optional<std::size_t> max_items;
};

/// Bounds where a file states none, so that no argument is endless.
constexpr std::size_t default_max_length = 4000;
constexpr std::size_t default_max_items = 100;
constexpr double default_max_number = 1e15;

/// Reads what follows the word `param`. The error's message says what is wrong with it.
core::result<parameter> parse_parameter(std::string_view declaration);

/// The Postgres type that the statement casts the parameter to, e.g. "uuid[]".
std::string sql_type(const parameter& p);

/// The JSON Schema (2020-12) of an arguments object with these parameters; it allows no other property.
core::json_text input_schema(const std::vector<parameter>& parameters);

}  // namespace switchboard::tools
