#include "api/conversation_cursor.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <chrono>

namespace switchboard::api {
namespace {

constexpr std::size_t max_page_bytes = std::size_t{4} << 20;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

std::string percent_encoded(std::string_view s) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : s) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto u = static_cast<unsigned char>(c);
    out += '%';
    out += digits[u >> 4U];
    out += digits[u & 15U];
  }
  return out;
}

// The digits of `s` from `at`, as a number; -1 where there are none.
int number_at(std::string_view s, std::size_t at, std::size_t size) {
  int n = -1;
  if (s.size() >= at + size) std::from_chars(s.data() + at, s.data() + at + size, n);
  return n;
}

// "2026-11-20T10:00:00.123456+00:00", as Postgres writes it in UTC.
std::optional<std::int64_t> microseconds_of(std::string_view s) {
  if (s.size() < 19 || !(s.ends_with("+00:00") || s.ends_with("Z"))) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year(number_at(s, 0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number_at(s, 5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number_at(s, 8, 2)))};
  if (!day.ok()) return std::nullopt;
  std::int64_t fraction = 0;
  if (s[19] == '.') {
    std::int64_t unit = 100'000;
    for (std::size_t i = 20; i < s.size() && s[i] >= '0' && s[i] <= '9' && unit > 0; ++i, unit /= 10) {
      fraction += (s[i] - '0') * unit;
    }
  }
  const auto at = std::chrono::sys_days(day) + std::chrono::hours(number_at(s, 11, 2)) +
                  std::chrono::minutes(number_at(s, 14, 2)) + std::chrono::seconds(number_at(s, 17, 2));
  return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count() + fraction;
}

}  // namespace

std::optional<store::conversation_cursor> parse_cursor(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  store::conversation_cursor out;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + dot, out.updated_at_us);
  const auto id = core::conversation_id::parse(text.substr(dot + 1));
  if (ec != std::errc{} || end != text.data() + dot || out.updated_at_us < 0 || !id) return std::nullopt;
  // No later than the year 9999: Postgres' own timestamps end.
  if (out.updated_at_us > std::int64_t{253'402'300'799} * 1'000'000) return std::nullopt;
  out.id = *id;
  return out;
}

std::optional<std::string> next_page_link(const http::request& req, std::string_view page, std::int64_t limit) {
  const auto rows = core::parse_json(page, {.max_bytes = max_page_bytes});
  if (!rows || !rows->is_array() || std::ssize(*rows) < limit) return std::nullopt;
  const auto& last = rows->back();
  const auto at = microseconds_of(last.at("updated_at").get_ref<const std::string&>());
  if (!at) return std::nullopt;
  std::string out = "<" + req.path + "?";
  for (const auto& [name, value] : req.query) {
    if (name != "cursor" && name != "offset") out += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  }
  return out + "cursor=" + std::to_string(*at) + "." + last.at("id").get<std::string>() + ">; rel=\"next\"";
}

}  // namespace switchboard::api
