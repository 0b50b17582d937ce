#include "api/body_reader.hpp"

#include "core/uuid.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace switchboard::api {
namespace {

bool is_json_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  constexpr std::string_view wanted = "application/json";
  return std::equal(type.begin(), type.end(), wanted.begin(), wanted.end(),
                    [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

}  // namespace

std::size_t count_characters(std::string_view utf8) noexcept {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

core::result<core::json> read_json_object(const http::request& req) {
  if (!is_json_type(req.headers.find("content-type").value_or(""))) {
    return core::make_error(core::errc::unsupported_media_type);
  }
  if (!req.headers.find("content-length") && !req.headers.find("transfer-encoding")) {
    return core::make_error(core::errc::length_required);
  }
  auto parsed = core::parse_json(req.body);
  if (!parsed) return parsed.error();
  if (!parsed->is_object()) return core::make_field_error("body", "must be a JSON object");
  return parsed;
}

const core::json* body_reader::find(std::string_view field) const {
  const auto it = object_.find(std::string(field));
  return it == object_.end() || it->is_null() ? nullptr : &*it;
}

bool body_reader::has(std::string_view field) const {
  return object_.contains(std::string(field));
}

void body_reader::fault(std::string_view field, std::string message) {
  faults_.push_back({std::string(field), std::move(message)});
}

std::optional<std::string> body_reader::checked_text(std::string_view field, const core::json& value, std::size_t min,
                                                     std::size_t max) {
  if (!value.is_string()) {
    fault(field, "must be a string");
    return std::nullopt;
  }
  const auto& s = value.get_ref<const std::string&>();
  const auto n = count_characters(s);
  if (n < min || n > max) {
    fault(field, "must have " + std::to_string(min) + " to " + std::to_string(max) + " characters");
    return std::nullopt;
  }
  return s;
}

std::string body_reader::text(std::string_view field, std::size_t min, std::size_t max) {
  const auto* value = find(field);
  if (value == nullptr) {
    fault(field, "is required");
    return {};
  }
  return checked_text(field, *value, min, max).value_or("");
}

std::optional<std::string> body_reader::optional_text(std::string_view field, std::size_t min, std::size_t max) {
  const auto* value = find(field);
  if (value == nullptr) return std::nullopt;
  return checked_text(field, *value, min, max);
}

std::string body_reader::word(std::string_view field, const std::vector<std::string_view>& words,
                              std::string_view fallback) {
  const auto* value = find(field);
  if (value == nullptr) return std::string(fallback);
  if (value->is_string()) {
    const auto& s = value->get_ref<const std::string&>();
    if (std::find(words.begin(), words.end(), s) != words.end()) return s;
  }
  std::string list;
  for (const auto w : words) list += (list.empty() ? "" : ", ") + std::string(w);
  fault(field, "must be one of " + list);
  return std::string(fallback);
}

std::optional<std::string> body_reader::uuid_text(std::string_view field, presence p) {
  const auto* value = find(field);
  if (value == nullptr) {
    if (p == presence::required) fault(field, "is required");
    return std::nullopt;
  }
  if (value->is_string() && core::uuid::parse(value->get_ref<const std::string&>())) return value->get<std::string>();
  fault(field, "must be a UUID");
  return std::nullopt;
}

core::result<void> body_reader::finish() const {
  if (faults_.empty()) return {};
  auto e = core::make_error(core::errc::invalid_field, faults_.front().field + ": " + faults_.front().message + ".");
  e.fields = faults_;
  return e;
}

}  // namespace switchboard::api
