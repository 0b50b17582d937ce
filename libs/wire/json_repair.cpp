#include "wire/json_repair.hpp"

#include <charconv>
#include <cstddef>

namespace switchboard::wire {
namespace {

constexpr std::size_t escape_length = 6;  // \uXXXX

// The code unit of the escape at `at`; nullopt when there is no \uXXXX.
std::optional<unsigned> unit_at(std::string_view json, std::size_t at) {
  if (at + escape_length > json.size() || json[at] != '\\' || json[at + 1] != 'u') return std::nullopt;
  const char* digits = json.data() + at + 2;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits, digits + 4, value, 16);
  if (error != std::errc{} || end != digits + 4) return std::nullopt;
  return value;
}

bool is_high(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

}  // namespace

std::optional<std::string> repair_escapes(std::string_view json) {
  std::optional<std::string> out;
  for (auto at = json.find('\\'); at != std::string_view::npos && at + 1 < json.size(); at = json.find('\\', at)) {
    const auto unit = unit_at(json, at);
    if (!unit) {
      at += 2;  // the backslash and what it escapes
      continue;
    }
    const auto next = is_high(*unit) ? unit_at(json, at + escape_length) : std::nullopt;
    if (next && is_low(*next)) {
      at += 2 * escape_length;
      continue;
    }
    if (*unit == 0 || is_high(*unit) || is_low(*unit)) {
      if (!out) out.emplace(json);
      out->replace(at, escape_length, "\\ufffd");
    }
    at += escape_length;
  }
  return out;
}

}  // namespace switchboard::wire
