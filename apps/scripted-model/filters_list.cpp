#include "scripted-model/filters.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace switchboard::scripted_model {
namespace {

using core::json;
using values = std::vector<json>;

json field(const json& row, const json& name) {
  if (!row.is_object() || !name.is_string()) return nullptr;
  const auto found = row.find(name.get_ref<const std::string&>());
  return found == row.end() ? json() : *found;
}

std::string lower(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Whether one text holds the other: "software" is like "Software & subscriptions", and the other way round.
bool is_like(const json& a, const json& b) {
  const std::string s = lower(to_text(a));
  const std::string t = lower(to_text(b));
  return !s.empty() && !t.empty() && (s.find(t) != std::string::npos || t.find(s) != std::string::npos);
}

template<class Keep>
json kept(const json& list, Keep keep) {
  json out = json::array();
  if (!list.is_array()) return out;
  for (const auto& row : list)
    if (keep(row)) out.push_back(row);
  return out;
}

bool is_before(const json& a, const json& b) {
  const auto x = to_number(a);
  const auto y = to_number(b);
  return x && y ? *x < *y : to_text(a) < to_text(b);
}

json count(const json& v, const values&, const json&) {
  return v.is_structured() ? v.size() : std::size_t{0};
}

json first(const json& v, const values& args, const json&) {
  const auto most = static_cast<std::size_t>(std::max(0.0, to_number(args[0]).value_or(0)));
  json out = json::array();
  if (!v.is_array()) return out;
  for (std::size_t i = 0; i < v.size() && i < most; ++i) out.push_back(v[i]);
  return out;
}

json where(const json& v, const values& args, const json&) {
  return kept(v, [&](const json& row) { return is_same(field(row, args[0]), args[1]); });
}

json without(const json& v, const values& args, const json&) {
  return kept(v, [&](const json& row) { return !is_same(field(row, args[0]), args[1]); });
}

json like(const json& v, const values& args, const json&) {
  return kept(v, [&](const json& row) { return is_like(field(row, args[0]), args[1]); });
}

json above(const json& v, const values& args, const json&) {
  const double least = to_number(args[1]).value_or(0);
  return kept(v, [&](const json& row) { return to_number(field(row, args[0])).value_or(least) > least; });
}

json below(const json& v, const values& args, const json&) {
  const double most = to_number(args[1]).value_or(0);
  return kept(v, [&](const json& row) { return to_number(field(row, args[0])).value_or(most) < most; });
}

json sum(const json& v, const values& args, const json&) {
  double total = 0;
  if (v.is_array())
    for (const auto& row : v) total += to_number(args.empty() ? row : field(row, args[0])).value_or(0);
  return from_number(total);
}

json pluck(const json& v, const values& args, const json&) {
  json out = json::array();
  if (v.is_array())
    for (const auto& row : v) out.push_back(field(row, args[0]));
  return out;
}

// Rows in the order of a field; rows that are equal there keep theirs.
template<class Before>
json sorted(const json& v, Before before) {
  json out = json::array();
  if (!v.is_array()) return out;
  std::vector<std::size_t> order(v.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return before(v[a], v[b]) || (!before(v[b], v[a]) && a < b); });
  for (const auto at : order) out.push_back(v[at]);
  return out;
}

json sort(const json& v, const values& args, const json&) {
  return sorted(v, [&](const json& a, const json& b) { return is_before(field(a, args[0]), field(b, args[0])); });
}

json sort_down(const json& v, const values& args, const json&) {
  return sorted(v, [&](const json& a, const json& b) { return is_before(field(b, args[0]), field(a, args[0])); });
}

// rows | group "merchant" "amount": [{"key", "count", "total"}], in order of first appearance.
json group(const json& v, const values& args, const json&) {
  json out = json::array();
  if (!v.is_array()) return out;
  for (const auto& row : v) {
    const json key = field(row, args[0]);
    auto found = std::find_if(out.begin(), out.end(), [&](const json& g) { return g["key"] == key; });
    if (found == out.end()) found = out.insert(out.end(), json{{"key", key}, {"count", 0}, {"total", 0.0}});
    (*found)["count"] = (*found)["count"].get<int>() + 1;
    (*found)["total"] = from_number((*found)["total"].get<double>() + to_number(field(row, args[1])).value_or(0));
  }
  return out;
}

json join(const json& v, const values& args, const json&) {
  std::string out;
  if (!v.is_array()) return out;
  for (std::size_t i = 0; i < v.size(); ++i) out += (i == 0 ? "" : to_text(args[0])) + to_text(v[i]);
  return out;
}

// One item of a list or one member of an object.
json at(const json& v, const values& args, const json&) {
  if (v.is_object()) return field(v, args[0]);
  const auto index = to_number(args[0]);
  if (!v.is_array() || !index || *index < 0 || *index >= static_cast<double>(v.size())) return nullptr;
  return v[static_cast<std::size_t>(*index)];
}

// The last item, or the last n of them.
json last(const json& v, const values& args, const json&) {
  if (!v.is_array()) return args.empty() ? json() : json::array();
  if (args.empty()) return v.empty() ? json() : v.back();
  const auto most = static_cast<std::size_t>(std::max(0.0, to_number(args[0]).value_or(0)));
  json out = json::array();
  for (std::size_t i = v.size() - std::min(most, v.size()); i < v.size(); ++i) out.push_back(v[i]);
  return out;
}

}  // namespace

const std::vector<filter>& list_filters() {
  static const std::vector<filter> table = {
      {"count", 0, 0, count}, {"first", 1, 1, first},         {"last", 0, 1, last},   {"without", 2, 2, without},
      {"where", 2, 2, where}, {"like", 2, 2, like},           {"above", 2, 2, above}, {"below", 2, 2, below},
      {"sum", 0, 1, sum},     {"pluck", 1, 1, pluck},         {"sort", 1, 1, sort},   {"group", 2, 2, group},
      {"join", 1, 1, join},   {"sort_down", 1, 1, sort_down}, {"at", 1, 1, at},
  };
  return table;
}

}  // namespace switchboard::scripted_model
