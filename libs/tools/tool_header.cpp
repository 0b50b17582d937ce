#include "tools/tool_header.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <functional>
#include <optional>
#include <set>

namespace switchboard::tools {
namespace {

struct entry {
  std::string key;  // the word before the colon; "param" and "on" stand before a name
  std::string value;
  std::size_t line = 1;
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

// "key: value", or "param …" and "on …", whose values hold colons of their own.
std::optional<entry> read_entry(std::string_view line, std::size_t number) {
  for (const std::string_view key : {"param", "on"}) {
    if (line.starts_with(key) && line.size() > key.size() && line[key.size()] == ' ')
      return entry{std::string(key), std::string(trim(line.substr(key.size()))), number};
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return entry{std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1))), number};
}

std::vector<entry> read_entries(std::string_view text, std::size_t& lines, std::vector<file_fault>& faults) {
  std::vector<entry> out;
  lines = 0;
  while (text.starts_with("--")) {
    const auto end = text.find('\n');
    const auto line = text.substr(2, end == std::string_view::npos ? end : end - 2);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++lines;
    const auto content = trim(line);
    if (content.empty()) continue;
    if (line.starts_with("   ") && !out.empty()) {
      out.back().value += ' ';
      out.back().value += content;
    } else if (auto read = read_entry(content, lines)) {
      out.push_back(std::move(*read));
    } else {
      faults.push_back({lines, "wants '-- key: value', or three blanks to continue the line before"});
    }
  }
  return out;
}

std::optional<std::size_t> read_size(std::string_view text, std::size_t most) {
  std::size_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || value == 0 || value > most) return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> read_duration(std::string_view text) {
  const bool is_ms = text.ends_with("ms");
  if (!text.ends_with('s')) return std::nullopt;
  const auto value = read_size(text.substr(0, text.size() - (is_ms ? 2 : 1)), is_ms ? 60'000 : 60);
  if (!value) return std::nullopt;
  return std::chrono::milliseconds(*value * (is_ms ? 1 : 1000));
}

template<class Value>
bool choose(std::string_view word, std::initializer_list<std::pair<std::string_view, Value>> words, Value& out) {
  const auto found = std::ranges::find(words, word, &std::pair<std::string_view, Value>::first);
  if (found == words.end()) return false;
  out = found->second;
  return true;
}

// Takes one entry into the header; what is wrong with it, or an empty string.
std::string apply(const entry& e, tool_header& out) {
  using mcp::effect;
  using mcp::repetition;
  if (e.value.empty()) return e.key + " is empty";
  if (e.key == "name") return out.name = e.value, "";
  if (e.key == "title") return out.title = e.value, "";
  if (e.key == "description") return out.description = e.value, "";
  if (e.key == "when_empty") return out.when_empty = e.value, "";
  if (e.key == "effect") {
    const bool known = choose<effect>(
        e.value, {{"read_only", effect::read_only}, {"writes", effect::writes}, {"destructive", effect::destructive}},
        out.what);
    return known ? "" : "effect is read_only, writes or destructive";
  }
  if (e.key == "idempotent") {
    const bool known =
        choose<repetition>(e.value, {{"yes", repetition::idempotent}, {"no", repetition::repeats}}, out.again);
    return known ? "" : "idempotent is yes or no";
  }
  if (e.key == "result") {
    const bool known = choose<result_shape>(
        e.value, {{"rows", result_shape::rows}, {"row", result_shape::row}, {"scalar", result_shape::scalar}},
        out.shape);
    return known ? "" : "result is rows, row or scalar";
  }
  if (e.key == "row_cap" || e.key == "byte_cap") {
    const auto value = read_size(e.value, e.key == "row_cap" ? 1000 : 1'000'000);
    if (!value) return e.key + " is a number from 1 to " + (e.key == "row_cap" ? "1000" : "1000000");
    (e.key == "row_cap" ? out.row_cap : out.byte_cap) = *value;
    return "";
  }
  if (e.key == "timeout") {
    const auto value = read_duration(e.value);
    if (!value) return "timeout is like 500ms or 5s, at most 60s";
    return out.timeout = *value, "";
  }
  if (e.key == "param") {
    auto parsed = parse_parameter(e.value);
    if (!parsed) return "parameter " + parsed.error().message;
    if (std::ranges::find(out.parameters, parsed->name, &parameter::name) != out.parameters.end())
      return "parameter '" + parsed->name + "' is declared twice";
    return out.parameters.push_back(std::move(*parsed)), "";
  }
  if (e.key == "on") {
    const auto colon = e.value.find(": ");
    if (colon == std::string::npos || e.value.find(' ') < colon) return "wants '-- on <constraint>: <message>'";
    return out.on_constraint[e.value.substr(0, colon)] = e.value.substr(colon + 2), "";
  }
  return "has no key '" + e.key + "'";
}

}  // namespace

tool_header parse_tool_header(std::string_view text, std::vector<file_fault>& faults) {
  tool_header out;
  std::set<std::string, std::less<>> seen;
  for (const auto& e : read_entries(text, out.lines, faults)) {
    if (e.key != "param" && e.key != "on" && !seen.insert(e.key).second) {
      faults.push_back({e.line, e.key + " is given twice"});
      continue;
    }
    auto wrong = apply(e, out);
    if (!wrong.empty()) faults.push_back({e.line, std::move(wrong)});
  }
  for (const char* key : {"name", "title", "description", "effect", "result"}) {
    if (!seen.contains(key)) faults.push_back({1, std::string("the head has no ") + key});
  }
  if (out.shape == result_shape::row && out.when_empty.empty())
    faults.push_back({1, "a tool that answers one row says when_empty"});
  if (out.what != mcp::effect::read_only && !seen.contains("idempotent"))
    faults.push_back({1, "a tool that writes says whether it is idempotent"});
  if (out.what == mcp::effect::read_only) out.again = mcp::repetition::idempotent;
  if (out.shape != result_shape::rows) out.row_cap = 1;
  return out;
}

}  // namespace switchboard::tools
