#include "api/row_changes.hpp"

#include "core/uuid.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::api {
namespace {

std::string bounds(std::int64_t low, std::int64_t high) {
  return std::to_string(low) + " to " + std::to_string(high);
}

}  // namespace

const core::json* row_changes::take(std::string_view name, nullability n) {
  const auto it = body_.find(std::string(name));
  if (it == body_.end()) return nullptr;
  if (!it->is_null()) return &*it;
  if (n == nullability::nullable)
    keep(name, *it);
  else
    fields_.fault(name, "must not be null");
  return nullptr;
}

void row_changes::keep(std::string_view name, const core::json& value) {
  if (!members_.empty()) members_ += ',';
  members_ += '"' + std::string(name) + "\":" + core::dump(value);
}

void row_changes::text(std::string_view name, std::size_t min, std::size_t max, nullability n) {
  const auto* value = take(name, n);
  if (value == nullptr) return;
  if (!value->is_string()) return fields_.fault(name, "must be a string");
  const auto size = count_characters(value->get_ref<const std::string&>());
  if (size < min || size > max) {
    return fields_.fault(name, "must have " + std::to_string(min) + " to " + std::to_string(max) + " characters");
  }
  keep(name, *value);
}

void row_changes::word(std::string_view name, const std::vector<std::string_view>& words) {
  const auto* value = take(name, nullability::not_null);
  if (value == nullptr) return;
  if (value->is_string() &&
      std::find(words.begin(), words.end(), value->get_ref<const std::string&>()) != words.end()) {
    return keep(name, *value);
  }
  std::string list;
  for (const auto w : words) list += (list.empty() ? "" : ", ") + std::string(w);
  fields_.fault(name, "must be one of " + list);
}

void row_changes::flag(std::string_view name) {
  const auto* value = take(name, nullability::not_null);
  if (value == nullptr) return;
  if (!value->is_boolean()) return fields_.fault(name, "must be true or false");
  keep(name, *value);
}

void row_changes::integer(std::string_view name, std::int64_t low, std::int64_t high) {
  const auto* value = take(name, nullability::not_null);
  if (value == nullptr) return;
  // An unsigned one may not fit where it would be compared.
  const bool fits = value->is_number_integer() && !(value->is_number_unsigned() && value->get<std::uint64_t>() >> 63U);
  if (!fits || value->get<std::int64_t>() < low || value->get<std::int64_t>() > high) {
    return fields_.fault(name, "must be a whole number from " + bounds(low, high));
  }
  keep(name, *value);
}

void row_changes::uuid(std::string_view name, nullability n) {
  const auto* value = take(name, n);
  if (value == nullptr) return;
  if (!value->is_string() || !core::uuid::parse(value->get_ref<const std::string&>())) {
    return fields_.fault(name, "must be a UUID");
  }
  keep(name, *value);
}

void row_changes::words(std::string_view name, std::size_t max) {
  const auto* value = take(name, nullability::not_null);
  if (value == nullptr) return;
  const bool good =
      value->is_array() && value->size() <= max && std::all_of(value->begin(), value->end(), [](const core::json& w) {
        return w.is_string() && !w.get_ref<const std::string&>().empty();
      });
  if (!good) return fields_.fault(name, "must be a list of at most " + std::to_string(max) + " names");
  keep(name, *value);
}

void row_changes::object(std::string_view name) {
  const auto* value = take(name, nullability::not_null);
  if (value == nullptr) return;
  if (!value->is_object()) return fields_.fault(name, "must be an object");
  keep(name, *value);
}

void row_changes::require(std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    if (!fields_.has(name)) fields_.fault(name, "is required");
  }
}

bool row_changes::is_set(std::string_view name) const {
  const auto it = body_.find(std::string(name));
  return it != body_.end() && !it->is_null();
}

}  // namespace switchboard::api
