#include "api/query_reader.hpp"

#include "core/uuid.hpp"

#include <charconv>

namespace switchboard::api {

void query_reader::fault(std::string_view name, std::string message) {
  faults_.push_back({std::string(name), std::move(message)});
}

std::string query_reader::text(std::string_view name, std::size_t max) {
  const auto value = req_.query_value(name).value_or("");
  if (value.size() > max) {
    fault(name, "must have at most " + std::to_string(max) + " bytes");
    return {};
  }
  return std::string(value);
}

std::int64_t query_reader::integer(std::string_view name, std::int64_t low, std::int64_t high, std::int64_t fallback) {
  const auto value = req_.query_value(name);
  if (!value) return fallback;
  std::int64_t n = 0;
  const auto [end, ec] = std::from_chars(value->data(), value->data() + value->size(), n);
  if (ec != std::errc{} || end != value->data() + value->size() || n < low || n > high) {
    fault(name, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return fallback;
  }
  return n;
}

bool query_reader::flag(std::string_view name) {
  const auto value = req_.query_value(name);
  if (!value || *value == "false" || *value == "0") return false;
  if (*value != "true" && *value != "1") fault(name, "must be true or false");
  return true;
}

std::optional<std::string> query_reader::uuid_text(std::string_view name) const {
  const auto value = req_.query_value(name);
  if (!value || !core::uuid::parse(*value)) return std::nullopt;
  return std::string(*value);
}

core::result<void> query_reader::finish() const {
  if (faults_.empty()) return {};
  auto e = core::make_error(core::errc::bad_query, faults_.front().field + ": " + faults_.front().message + ".");
  e.fields = faults_;
  return e;
}

}  // namespace switchboard::api
