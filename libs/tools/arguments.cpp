#include "tools/arguments.hpp"

#include "core/uuid.hpp"
#include "tools/calendar.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace switchboard::tools {
namespace {

using core::json;
using encoded = core::result<std::string>;

constexpr std::size_t max_object_bytes = 64U << 10U;

core::error wrong(std::string message) {
  return core::make_error(core::errc::invalid_field, std::move(message));
}

// The offending value, short enough for an error message.
std::string got(const json& value) {
  std::string text = core::dump(value);
  if (text.size() > 60) {
    std::size_t end = 60;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end) + "…";
  }
  return " (got " + text + ")";
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string plain(double value) {
  return core::dump(value == std::floor(value) && std::abs(value) < 9e15 ? json(static_cast<std::int64_t>(value))
                                                                         : json(value));
}

encoded encode_number(const parameter& p, const json& value) {
  const bool whole = p.type == value_type::integer;
  if (!value.is_number()) return wrong(std::string("must be ") + (whole ? "an integer" : "a number") + got(value));
  const auto as_double = value.get<double>();
  if (whole && as_double != std::floor(as_double)) return wrong("must be an integer" + got(value));
  const double low = p.min.value_or(-default_max_number);
  const double high = p.max.value_or(default_max_number);
  if (as_double < low) return wrong("must be at least " + plain(low) + got(value));
  if (as_double > high) return wrong("must be at most " + plain(high) + got(value));
  return whole ? std::to_string(static_cast<std::int64_t>(as_double)) : core::dump(value);
}

encoded encode_text(const parameter& p, const json& value) {
  if (!value.is_string()) return wrong("must be a string" + got(value));
  const auto& text = value.get_ref<const std::string&>();
  const auto length = code_points(text);
  const auto most = p.max_length.value_or(default_max_length);
  if (length < p.min_length.value_or(0)) {
    return wrong(length == 0 ? "must not be empty"
                             : "must have at least " + std::to_string(*p.min_length) + " characters");
  }
  if (length > most) {
    return wrong("must have at most " + std::to_string(most) + " characters (got " + std::to_string(length) + ")");
  }
  return text;
}

encoded encode_choice(const parameter& p, const json& value) {
  if (value.is_string() && std::ranges::find(p.choices, value.get_ref<const std::string&>()) != p.choices.end())
    return value.get<std::string>();
  std::string list;
  for (const auto& choice : p.choices) list += (list.empty() ? "" : ", ") + choice;
  return wrong("must be one of: " + list + got(value));
}

encoded encode_object(const json& value) {
  if (!value.is_object()) return wrong("must be an object" + got(value));
  auto text = core::dump(value);
  if (text.size() > max_object_bytes) return wrong("must be smaller than 64 KiB");
  return text;
}

encoded encode_scalar(const parameter& p, const json& value) {
  const auto text = value.is_string() ? value.get<std::string>() : std::string{};
  switch (p.type) {
    case value_type::integer:
    case value_type::number:
      return encode_number(p, value);
    case value_type::boolean:
      if (!value.is_boolean()) return wrong("must be true or false" + got(value));
      return std::string(value.get<bool>() ? "true" : "false");
    case value_type::date:
      if (!is_date(text)) return wrong("must be a date like \"2026-03-31\"" + got(value));
      return text;
    case value_type::month:
      if (!is_date(text + "-01")) return wrong("must be a month like \"2026-03\"" + got(value));
      return text + "-01";
    case value_type::datetime:
      if (!is_datetime(text)) {
        return wrong("must be a time with its offset like \"2026-03-31T09:30:00Z\"" + got(value));
      }
      return text;
    case value_type::uuid:
      if (!core::uuid::parse(text)) return wrong("must be an id (a UUID) that another tool returned" + got(value));
      return text;
    case value_type::choice:
      return encode_choice(p, value);
    case value_type::object:
      return encode_object(value);
    case value_type::string:
      break;
  }
  return encode_text(p, value);
}

// A Postgres array literal with every element quoted (documentation, section 8.15.6).
encoded encode_array(const parameter& p, const json& value) {
  if (!value.is_array()) return wrong("must be an array" + got(value));
  const auto most = p.max_items.value_or(default_max_items);
  if (value.size() < p.min_items.value_or(0))
    return wrong("must have at least " + std::to_string(*p.min_items) + " items");
  if (value.size() > most) {
    return wrong("must have at most " + std::to_string(most) + " items (got " + std::to_string(value.size()) + ")");
  }
  std::string out = "{";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto item = encode_scalar(p, value[i]);
    if (!item) return wrong("[" + std::to_string(i) + "] " + item.error().message);
    if (i > 0) out += ',';
    out += '"';
    for (const char c : *item) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

std::string known_names(const std::vector<parameter>& parameters) {
  std::string list;
  for (const auto& p : parameters) list += (list.empty() ? "" : ", ") + p.name;
  return list.empty() ? "this tool takes no arguments" : "known arguments: " + list;
}

}  // namespace

core::result<std::string> encode_value(const parameter& p, const json& value) {
  return p.is_array ? encode_array(p, value) : encode_scalar(p, value);
}

core::result<argument_map> check_arguments(const std::vector<parameter>& parameters, const json& arguments) {
  argument_map out;
  core::error faults = core::make_error(core::errc::invalid_field);
  const auto refuse = [&faults](const std::string& field, const std::string& message) {
    if (faults.fields.size() < 20) faults.fields.push_back({field.substr(0, 60), message});
  };
  if (!arguments.is_object()) return core::make_field_error("arguments", "must be an object");
  for (const auto& [name, value] : arguments.items()) {
    const auto known = std::ranges::find(parameters, name, &parameter::name);
    if (known == parameters.end()) refuse(name, "is not known; " + known_names(parameters));
  }
  for (const auto& p : parameters) {
    const auto found = arguments.find(p.name);
    if (found != arguments.end() && !found->is_null()) {
      auto value = encode_value(p, *found);
      if (value) {
        out[p.name] = std::move(*value);
      } else {
        refuse(p.name, value.error().message);
      }
    } else if (p.given == presence::required) {
      refuse(p.name, "is required");
    } else if (p.default_value) {
      out[p.name] = *encode_value(p, json::parse(p.default_value->text));
    } else {
      out[p.name] = std::nullopt;
    }
  }
  if (faults.fields.empty()) return out;
  faults.message.clear();
  for (const auto& [field, message] : faults.fields) {
    faults.message += (faults.message.empty() ? "" : "; ") + field + " " + message;
  }
  return faults;
}

core::json_text redacted_arguments(const std::vector<parameter>& parameters, const core::json& arguments) {
  json out = json::object();
  for (const auto& p : parameters) {
    const auto found = arguments.find(p.name);
    if (found == arguments.end() || found->is_null()) continue;
    if (!encode_value(p, *found)) {
      out[p.name] = "[invalid]";
    } else if (p.kept == audit::redact) {
      out[p.name] = "[redacted]";
    } else {
      out[p.name] = *found;
    }
  }
  return {core::dump(out)};
}

}  // namespace switchboard::tools
