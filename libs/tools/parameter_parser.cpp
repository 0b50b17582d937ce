#include "tools/arguments.hpp"
#include "tools/parameter.hpp"

#include <nlohmann/json.hpp>

#include <cctype>
#include <charconv>
#include <utility>

namespace switchboard::tools {
namespace {

core::error wrong(std::string message) {
  return core::make_error(core::errc::invalid_field, std::move(message));
}

// Splits at blanks outside quotes and parentheses, up to the ": " that begins the description.
core::result<std::vector<std::string>> split_words(std::string_view text, std::string& description) {
  std::vector<std::string> words(1);
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && c == '(') ++depth;
    if (!quoted && c == ')') --depth;
    if (!quoted && depth == 0 && c == ':' && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n')) {
      const auto rest = text.substr(i + 1);
      const auto begin = rest.find_first_not_of(" \n");
      if (begin != std::string_view::npos) description = rest.substr(begin);
      if (words.back().empty()) words.pop_back();
      return words;
    }
    if (!quoted && depth == 0 && c == ' ') {
      if (!words.back().empty()) words.emplace_back();
      continue;
    }
    words.back() += c;
  }
  return wrong("wants ': ' and a description at its end");
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 40 || std::islower(static_cast<unsigned char>(text[0])) == 0) return false;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) return false;
  }
  return true;
}

// The text between `prefix` and a closing parenthesis, or nothing.
std::optional<std::string_view> inside(std::string_view word, std::string_view prefix) {
  if (!word.starts_with(prefix) || !word.ends_with(')')) return std::nullopt;
  return word.substr(prefix.size(), word.size() - prefix.size() - 1);
}

std::optional<core::error> read_type(std::string_view word, parameter& out) {
  if (const auto items = inside(word, "array("); items && !out.is_array) {
    out.is_array = true;
    return read_type(*items, out);
  }
  if (const auto list = inside(word, "enum(")) {
    out.type = value_type::choice;
    std::string choice;
    for (const char c : std::string(*list) + ",") {
      if (c == ' ') continue;
      if (c != ',') {
        choice += c;
        continue;
      }
      if (choice.empty()) return wrong("enum() holds an empty word");
      out.choices.push_back(std::exchange(choice, {}));
    }
    return std::nullopt;
  }
  static constexpr std::pair<std::string_view, value_type> names[] = {
      {"string", value_type::string},     {"integer", value_type::integer}, {"number", value_type::number},
      {"boolean", value_type::boolean},   {"date", value_type::date},       {"month", value_type::month},
      {"datetime", value_type::datetime}, {"uuid", value_type::uuid},       {"object", value_type::object}};
  for (const auto& [name, type] : names) {
    if (word != name) continue;
    out.type = type;
    return std::nullopt;
  }
  return wrong("has an unknown type '" + std::string(word) + "'");
}

template<class Number>
std::optional<core::error> read_number(std::string_view name, std::string_view value, std::optional<Number>& out) {
  Number parsed{};
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (code != std::errc{} || end != value.data() + value.size()) return wrong(std::string(name) + " wants a number");
  out = parsed;
  return std::nullopt;
}

// A default is JSON; a word that is none (a date, an enum's choice) stands for the string.
void read_default(std::string_view value, parameter& out) {
  const auto parsed = core::parse_json(value);
  out.default_value = core::json_text{core::dump(parsed ? *parsed : core::json(std::string(value)))};
  out.given = presence::optional;
}

std::optional<core::error> read_attribute(std::string_view word, parameter& out) {
  const auto equals = word.find('=');
  const auto name = word.substr(0, equals);
  const auto value = equals == std::string_view::npos ? std::string_view{} : word.substr(equals + 1);
  const bool is_number = out.type == value_type::integer || out.type == value_type::number;
  if (word == "optional") {
    out.given = presence::optional;
    return std::nullopt;
  }
  if (word == "secret") {
    out.kept = audit::redact;
    return std::nullopt;
  }
  if (name == "default" && !value.empty()) {
    read_default(value, out);
    return std::nullopt;
  }
  if (name == "min" && is_number) return read_number(name, value, out.min);
  if (name == "max" && is_number) return read_number(name, value, out.max);
  if (name == "min_length" && out.type == value_type::string) return read_number(name, value, out.min_length);
  if (name == "max_length" && out.type == value_type::string) return read_number(name, value, out.max_length);
  if (name == "min_items" && out.is_array) return read_number(name, value, out.min_items);
  if (name == "max_items" && out.is_array) return read_number(name, value, out.max_items);
  return wrong("has no attribute '" + std::string(word) + "' for its type");
}

}  // namespace

core::result<parameter> parse_parameter(std::string_view declaration) {
  parameter out;
  auto words = split_words(declaration, out.description);
  if (!words) return words.error();
  if (words->size() < 2) return wrong("wants a name and a type");
  out.name = words->front();
  if (!is_name(out.name)) return wrong("'" + out.name + "' is no camelCase name");
  if (out.description.empty()) return wrong("'" + out.name + "' has no description");
  if (auto fault = read_type((*words)[1], out)) return wrong("'" + out.name + "' " + fault->message);
  for (std::size_t i = 2; i < words->size(); ++i) {
    if (auto fault = read_attribute((*words)[i], out)) return wrong("'" + out.name + "' " + fault->message);
  }
  if (out.default_value) {
    const auto value = core::parse_json(out.default_value->text);
    if (!value) return wrong("'" + out.name + "' has a default that is no text");
    const auto fits = encode_value(out, *value);
    if (!fits) return wrong("'" + out.name + "' has a default that " + fits.error().message);
  }
  return out;
}

}  // namespace switchboard::tools
