#include "tools/calendar.hpp"

#include <cctype>
#include <chrono>
#include <optional>

namespace switchboard::tools {
namespace {

// Takes exactly `digits` digits off the front.
std::optional<unsigned> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(0, digits)) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_at_most(std::string_view& text, unsigned most) {
  const auto value = take_number(text, 2);
  return value && *value <= most;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_fraction(std::string_view& text) {
  if (!take(text, '.')) return true;
  std::size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) ++digits;
  text.remove_prefix(digits);
  return digits >= 1 && digits <= 9;
}

bool is_offset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  if (!take(text, '+') && !take(text, '-')) return false;
  return take_at_most(text, 14) && take(text, ':') && take_at_most(text, 59) && text.empty();
}

}  // namespace

bool is_date(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || *year < 1000 || !take(text, '-')) return false;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return false;
  const auto day = take_number(text, 2);
  return day && text.empty() &&
         std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                     std::chrono::day(*day))
             .ok();
}

bool is_datetime(std::string_view text) {
  if (text.size() < 11 || !is_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
    return false;
  text.remove_prefix(11);
  if (!take_at_most(text, 23) || !take(text, ':') || !take_at_most(text, 59)) return false;
  if (take(text, ':') && !(take_at_most(text, 59) && take_fraction(text))) return false;
  return is_offset(text);
}

}  // namespace switchboard::tools
