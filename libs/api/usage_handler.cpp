#include "api/usage_handler.hpp"

#include "api/query_reader.hpp"
#include "api/row_reply.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

namespace switchboard::api {
namespace {

using days = std::chrono::sys_days;

constexpr auto usual_span = std::chrono::days(30);
constexpr auto max_span = std::chrono::days(366);
constexpr std::int64_t max_rows = 5000;
constexpr std::int64_t usual_rows = 1000;
constexpr std::int64_t max_offset = 1'000'000;

std::optional<int> number(std::string_view digits) {
  int n = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  if (ec != std::errc{} || end != digits.data() + digits.size() || digits.front() == '-') return std::nullopt;
  return n;
}

// "2026-11-20", RFC 3339's full-date.
std::optional<days> parse_day(std::string_view s) {
  if (s.size() != 10 || s[4] != '-' || s[7] != '-') return std::nullopt;
  const auto y = number(s.substr(0, 4));
  const auto m = number(s.substr(5, 2));
  const auto d = number(s.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*m)),
                                        std::chrono::day(static_cast<unsigned>(*d))};
  if (!day.ok()) return std::nullopt;
  return days(day);
}

std::string text_of(days when) {
  const std::chrono::year_month_day day(when);
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", int(day.year()), unsigned(day.month()), unsigned(day.day()));
  return out.data();
}

days day_of(query_reader& query, const http::request& req, std::string_view name, days fallback) {
  const auto value = req.query_value(name);
  if (!value) return fallback;
  const auto day = parse_day(*value);
  if (!day) query.fault(name, "must be a day like 2026-11-20");
  return day.value_or(fallback);
}

}  // namespace

rt::task<core::result<http::response>> usage_handler::read(call c) {
  const auto workspace = core::workspace_id::parse(c.req.param("id"));
  if (!workspace) co_return core::make_error(core::errc::not_found);
  query_reader query(c.req);
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const auto to = day_of(query, c.req, "to", today);
  const auto from = day_of(query, c.req, "from", to - (usual_span - std::chrono::days(1)));
  if (from > to) query.fault("from", "must not be after to");
  if (to - from >= max_span) query.fault("from", "must be at most 366 days before to");
  store::usage_filter filter;
  filter.part.limit = query.integer("limit", 1, max_rows, usual_rows);
  filter.part.offset = query.integer("offset", 0, max_offset, 0);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  filter.workspace = *workspace;
  filter.from = text_of(from);
  filter.to = text_of(to);
  auto rows = co_await usage_.read(c.tenant, std::move(filter), c.limit);
  co_return listing(std::move(rows));
}

}  // namespace switchboard::api
