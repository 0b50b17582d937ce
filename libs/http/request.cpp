#include "http/request.hpp"

#include "wire/http_grammar.hpp"

namespace switchboard::http {

void header_list::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : fields_) {
    if (wire::equals_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

void header_list::remove(std::string_view name) {
  std::erase_if(fields_, [&](const auto& field) { return wire::equals_ignoring_case(field.first, name); });
}

std::optional<std::string_view> request::query_value(std::string_view name) const noexcept {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view request::param(std::string_view name) const noexcept {
  for (const auto& [key, value] : params) {
    if (key == name) return value;
  }
  return {};
}

void request::drop_credentials() {
  headers.remove("authorization");
  headers.remove("cookie");
  std::string().swap(body);
}

}  // namespace switchboard::http
