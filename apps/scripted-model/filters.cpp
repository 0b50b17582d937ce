#include "scripted-model/filters.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace switchboard::scripted_model {

using core::json;

const filter* find_filter(std::string_view name) {
  for (const auto* table : {&list_filters(), &value_filters()})
    for (const auto& each : *table)
      if (each.name == name) return &each;
  return nullptr;
}

std::optional<double> to_number(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string to_text(const json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) {
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%.10g", value.get<double>());
    return out.data();
  }
  return core::dump(value);
}

json from_number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (std::nearbyint(value) == value && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

bool is_same(const json& a, const json& b) {
  const auto x = to_number(a);
  const auto y = to_number(b);
  if (x && y) return std::abs(*x - *y) < 1e-9;
  const std::string s = to_text(a);
  const std::string t = to_text(b);
  if (s.size() != t.size()) return false;
  for (std::size_t i = 0; i < s.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(s[i])) != std::tolower(static_cast<unsigned char>(t[i]))) return false;
  return true;
}

}  // namespace switchboard::scripted_model
