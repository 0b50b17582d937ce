#include "scripted-model/calendar.hpp"
#include "scripted-model/expression.hpp"
#include "scripted-model/filters.hpp"
#include "scripted-model/pattern.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace switchboard::scripted_model {
namespace {

using core::json;
using values = std::vector<json>;

template<class Operation>
json calculate(const json& a, const json& b, Operation operation) {
  const auto x = to_number(a);
  const auto y = to_number(b);
  return x && y ? from_number(operation(*x, *y)) : json();
}

json plus(const json& v, const values& args, const json&) {
  return calculate(v, args[0], [](double a, double b) { return a + b; });
}
json minus(const json& v, const values& args, const json&) {
  return calculate(v, args[0], [](double a, double b) { return a - b; });
}
json times(const json& v, const values& args, const json&) {
  return calculate(v, args[0], [](double a, double b) { return a * b; });
}
// By zero gives null, as from_number makes of every number that is none.
json over(const json& v, const values& args, const json&) {
  return calculate(v, args[0], [](double a, double b) { return a / b; });
}
json round(const json& v, const values& args, const json&) {
  const double scale = std::pow(10, args.empty() ? 0 : to_number(args[0]).value_or(0));
  return calculate(v, 0, [scale](double a, double) { return std::round(a * scale) / scale; });
}
json abs(const json& v, const values&, const json&) {
  return calculate(v, 0, [](double a, double) { return std::abs(a); });
}

// 1234.5 as "$1,234.50"; with a currency's code, "1,234.50 EUR".
json money(const json& v, const values& args, const json&) {
  const auto number = to_number(v);
  if (!number || std::abs(*number) > 1e15) return nullptr;
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%.2f", std::abs(*number));
  std::string text = out.data();
  for (auto at = static_cast<std::ptrdiff_t>(text.find('.')) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  const std::string code = args.empty() ? "USD" : to_text(args[0]);
  const std::string sign = *number < -0.004 ? "-" : "";
  return code.empty() || code == "USD" ? sign + "$" + text : sign + text + " " + code;
}

// The share of a total: 12 | percent 48 is "25%".
json percent(const json& v, const values& args, const json&) {
  const json share = calculate(v, args[0], [](double a, double b) { return std::round(100 * a / b); });
  return share.is_null() ? json() : json(to_text(share) + "%");
}

template<int (*Change)(int)>
json recase(const json& v, const values&, const json&) {
  std::string text = to_text(v);
  for (auto& c : text) c = static_cast<char>(Change(static_cast<unsigned char>(c)));
  return text;
}

json title(const json& v, const values&, const json&) {
  std::string text = to_text(v);
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

// "Reports: weekly, please" as "reports-weekly-please": fit for a path.
json slug(const json& v, const values&, const json&) {
  std::string out;
  for (const char c : to_text(v)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 128) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() == 40) break;
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

// Group 1 of the last match (the whole match without groups) in a text, or in the latest text of a list that has one.
json find(const json& v, const values& args, const json&) {
  const auto expression = pattern::parse(to_text(args[0]));
  if (!expression) return nullptr;
  const auto one = [&](const json& text) -> json {
    const auto hits = expression->find_all(to_text(text));
    if (hits.empty()) return nullptr;
    for (std::size_t i = 1; i < hits.back().size(); ++i)
      if (!hits.back()[i].empty()) return hits.back()[i];
    return hits.back()[0];
  };
  if (!v.is_array()) return one(v);
  for (auto text = v.rbegin(); text != v.rend(); ++text)
    if (json hit = one(*text); !hit.is_null()) return hit;
  return nullptr;
}

json months(const json& v, const values&, const json& scope) {
  json out = json::array();
  std::chrono::year_month_day today{};
  const auto now = scope.find("today");
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (now == scope.end() || std::sscanf(to_text(*now).c_str(), "%d-%u-%u", &year, &month, &day) != 3) return out;
  today = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  for (const auto& each : find_months(to_text(v), today))
    out.push_back({{"name", each.name()},
                   {"label", each.label()},
                   {"month", each.code()},
                   {"from", each.from()},
                   {"to", each.to()}});
  return out;
}

json amount(const json& v, const values&, const json&) {
  const auto found = find_amount(to_text(v));
  return found ? from_number(*found) : json();
}

json date(const json& v, const values&, const json&) {
  return short_date(to_text(v));
}

json otherwise(const json& v, const values& args, const json&) {
  return is_truthy(v) ? v : args[0];
}
json eq(const json& v, const values& args, const json&) {
  return is_same(v, args[0]);
}
json gt(const json& v, const values& args, const json&) {
  return to_number(v).value_or(0) > to_number(args[0]).value_or(0);
}
json lt(const json& v, const values& args, const json&) {
  return to_number(v).value_or(0) < to_number(args[0]).value_or(0);
}
json negate(const json& v, const values&, const json&) {
  return !is_truthy(v);
}
json both(const json& v, const values& args, const json&) {
  return is_truthy(v) ? args[0] : v;
}

}  // namespace

const std::vector<filter>& value_filters() {
  static const std::vector<filter> table = {
      {"plus", 1, 1, plus},
      {"minus", 1, 1, minus},
      {"times", 1, 1, times},
      {"over", 1, 1, over},
      {"round", 0, 1, round},
      {"abs", 0, 0, abs},
      {"money", 0, 1, money},
      {"percent", 1, 1, percent},
      {"lower", 0, 0, recase<std::tolower>},
      {"upper", 0, 0, recase<std::toupper>},
      {"title", 0, 0, title},
      {"slug", 0, 0, slug},
      {"find", 1, 1, find},
      {"months", 0, 0, months},
      {"amount", 0, 0, amount},
      {"date", 0, 0, date},
      {"or", 1, 1, otherwise},
      {"and", 1, 1, both},
      {"not", 0, 0, negate},
      {"eq", 1, 1, eq},
      {"gt", 1, 1, gt},
      {"lt", 1, 1, lt},
  };
  return table;
}

}  // namespace switchboard::scripted_model
