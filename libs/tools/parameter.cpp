#include "tools/parameter.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace switchboard::tools {
namespace {

using core::json;

constexpr std::string_view type_of(value_type t) {
  switch (t) {
    case value_type::integer:
      return "bigint";
    case value_type::number:
      return "numeric";
    case value_type::boolean:
      return "boolean";
    case value_type::date:
    case value_type::month:
      return "date";
    case value_type::datetime:
      return "timestamptz";
    case value_type::uuid:
      return "uuid";
    case value_type::object:
      return "jsonb";
    case value_type::string:
    case value_type::choice:
      break;
  }
  return "text";
}

// A bound without a fraction reads better as an integer.
json bound(double value) {
  if (value == std::floor(value) && std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

json numeric_schema(const parameter& p, std::string_view type) {
  json schema{{"type", type}};
  if (p.min) schema["minimum"] = bound(*p.min);
  if (p.max) schema["maximum"] = bound(*p.max);
  return schema;
}

json text_schema(const parameter& p) {
  json schema{{"type", "string"}};
  if (p.min_length) schema["minLength"] = *p.min_length;
  if (p.max_length) schema["maxLength"] = *p.max_length;
  return schema;
}

json value_schema(const parameter& p) {
  switch (p.type) {
    case value_type::integer:
      return numeric_schema(p, "integer");
    case value_type::number:
      return numeric_schema(p, "number");
    case value_type::boolean:
      return {{"type", "boolean"}};
    case value_type::date:
      return {{"type", "string"}, {"format", "date"}};
    case value_type::month:
      return {{"type", "string"}, {"pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"}};
    case value_type::datetime:
      return {{"type", "string"}, {"format", "date-time"}};
    case value_type::uuid:
      return {{"type", "string"}, {"format", "uuid"}};
    case value_type::choice:
      return {{"type", "string"}, {"enum", p.choices}};
    case value_type::object:
      return {{"type", "object"}};
    case value_type::string:
      break;
  }
  return text_schema(p);
}

json parameter_schema(const parameter& p) {
  json schema = value_schema(p);
  if (p.is_array) {
    schema =
        json{{"type", "array"}, {"items", std::move(schema)}, {"maxItems", p.max_items.value_or(default_max_items)}};
    if (p.min_items) schema["minItems"] = *p.min_items;
  }
  if (!p.description.empty()) schema["description"] = p.description;
  if (p.default_value) schema["default"] = json::parse(p.default_value->text);
  return schema;
}

}  // namespace

std::string sql_type(const parameter& p) {
  return std::string(type_of(p.type)) + (p.is_array ? "[]" : "");
}

core::json_text input_schema(const std::vector<parameter>& parameters) {
  json properties = json::object();
  json required = json::array();
  for (const auto& p : parameters) {
    properties[p.name] = parameter_schema(p);
    if (p.given == presence::required) required.push_back(p.name);
  }
  json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return {core::dump(schema)};
}

}  // namespace switchboard::tools
