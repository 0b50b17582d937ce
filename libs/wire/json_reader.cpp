#include "wire/json_reader.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace switchboard::wire {

const core::json& member(const core::json& object, const char* key) {
  static const core::json nothing;
  if (!object.is_object()) return nothing;
  const auto it = object.find(key);
  return it == object.end() ? nothing : *it;
}

std::string text_of(const core::json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_string() ? value.get_ref<const std::string&>() : std::string();
}

std::optional<std::int64_t> integer_of(const core::json& object, const char* key) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto& value = member(object, key);
  if (value.is_number_unsigned()) {
    const auto n = value.get<std::uint64_t>();
    return n > static_cast<std::uint64_t>(most) ? most : static_cast<std::int64_t>(n);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  const auto d = value.get<double>();
  constexpr double edge = 9.0e18;
  if (std::isnan(d)) return std::nullopt;
  if (d >= edge) return most;
  if (d <= -edge) return -most;
  return static_cast<std::int64_t>(d);
}

double number_of(const core::json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_number() ? value.get<double>() : 0;
}

bool is_true(const core::json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_boolean() && value.get<bool>();
}

}  // namespace switchboard::wire
