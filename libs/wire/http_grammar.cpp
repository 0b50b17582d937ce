#include "wire/http_grammar.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace switchboard::wire {
namespace {

constexpr std::array<bool, 256> table_of(std::string_view extra) {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (const char c : extra) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr auto token_chars = table_of("!#$%&'*+-.^_`|~");
constexpr auto name_chars = table_of("-._~");
constexpr auto target_chars = table_of("!$%&'()*+,-./:;=?@[]^_`{|}~");

bool all_of(std::string_view text, const std::array<bool, 256>& table) noexcept {
  return std::all_of(text.begin(), text.end(), [&](char c) { return table[static_cast<unsigned char>(c)]; });
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// What stands between the brackets.
bool is_ipv6(std::string_view text) noexcept {
  return text.size() >= 2 && text.size() <= 45 && std::count(text.begin(), text.end(), ':') >= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

bool is_port(std::string_view text) noexcept {
  if (text.empty()) return true;  // RFC 3986 section 3.2.3: port = *DIGIT
  const auto number = parse_length(text);
  return number && *number <= 65535;
}

}  // namespace

bool is_token_char(char c) noexcept {
  return token_chars[static_cast<unsigned char>(c)];
}

bool is_token(std::string_view text) noexcept {
  return !text.empty() && all_of(text, token_chars);
}

std::string_view trim_white_space(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::uint64_t> parse_length(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  constexpr auto top = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (top - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

bool is_host(std::string_view text) noexcept {
  std::size_t host_end = 0;
  if (text.starts_with('[')) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos || !is_ipv6(text.substr(1, bracket - 1))) return false;
    host_end = bracket + 1;
  } else {
    host_end = std::min(text.find(':'), text.size());
    if (host_end == 0 || host_end > 255 || !all_of(text.substr(0, host_end), name_chars)) return false;
  }
  const auto rest = text.substr(host_end);
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

bool is_target(std::string_view text) noexcept {
  return !text.empty() && all_of(text, target_chars);
}

}  // namespace switchboard::wire
