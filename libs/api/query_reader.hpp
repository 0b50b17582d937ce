// Reads query parameters and collects what is wrong with them (`bad_query`).
#pragma once

#include "core/result.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::api {

class query_reader {
 public:
  explicit query_reader(const http::request& req) : req_(req) {}

  std::string text(std::string_view name, std::size_t max);
  std::int64_t integer(std::string_view name, std::int64_t low, std::int64_t high, std::int64_t fallback);
  bool flag(std::string_view name);
  template<class Id>
  Id id(std::string_view name) {
    const auto found = uuid_text(name);
    if (!found) fault(name, req_.query_value(name) ? "must be a UUID" : "is required");
    return found ? Id::parse(*found).value() : Id{};
  }
  template<class Id>
  std::optional<Id> optional_id(std::string_view name) {
    if (!req_.query_value(name)) return std::nullopt;
    const auto found = uuid_text(name);
    if (!found) fault(name, "must be a UUID");
    return found ? Id::parse(*found) : std::nullopt;
  }
  void fault(std::string_view name, std::string message);
  core::result<void> finish() const;

 private:
  std::optional<std::string> uuid_text(std::string_view name) const;

  const http::request& req_;
  std::vector<core::field_error> faults_;
};

}  // namespace switchboard::api
