#include "api/memory_path.hpp"

#include "api/body_reader.hpp"

#include <cstdint>

namespace switchboard::api {
namespace {

constexpr std::size_t max_characters = 255;

bool controls(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xfeff;
}

// The next code point of valid UTF-8.
std::uint32_t next(std::string_view& s) {
  const auto first = static_cast<unsigned char>(s.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  std::uint32_t c = size == 1 ? first : first & (0x7fU >> size);
  for (std::size_t i = 1; i < size && i < s.size(); ++i) c = c << 6U | (static_cast<unsigned char>(s[i]) & 0x3fU);
  s.remove_prefix(size < s.size() ? size : s.size());
  return c;
}

}  // namespace

bool has_control_characters(std::string_view utf8) {
  while (!utf8.empty()) {
    if (controls(next(utf8))) return true;
  }
  return false;
}

std::optional<std::string> fault_of_memory_path(std::string_view path) {
  if (const auto n = count_characters(path); n < 2 || n > max_characters) return "must have 2 to 255 characters";
  if (path.front() != '/') return "must begin with a slash";
  if (has_control_characters(path)) return "must have no control characters";
  for (auto rest = path.substr(1);;) {
    const auto slash = rest.find('/');
    const auto part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return "must have no part that is empty, \".\" or \"..\"";
    if (slash == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(slash + 1);
  }
}

}  // namespace switchboard::api
