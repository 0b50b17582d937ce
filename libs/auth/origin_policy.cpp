#include "auth/origin_policy.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace switchboard::auth {
namespace {

bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {  // an IPv6 address
    const auto inside = host.substr(1);
    const auto is_address_char = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':'; };
    return inside.size() > 1 && inside.ends_with(']') && std::all_of(inside.begin(), inside.end() - 1, is_address_char);
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), is_host_char);
}

// The port's number without leading zeros; nullopt where the text is no port.
std::optional<std::string> port_of(std::string_view text) {
  unsigned number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || number == 0 || number > 65535) return std::nullopt;
  return std::to_string(number);
}

// "scheme://host[:port]" as browsers serialise an origin: lower case, no default port.
std::optional<std::string> normalised(std::string_view given) {
  std::string text(given);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (text.ends_with('/')) text.pop_back();
  const std::string_view all = text;
  const std::string_view scheme = all.starts_with("https://") ? "https" : all.starts_with("http://") ? "http" : "";
  if (scheme.empty()) return std::nullopt;
  const auto authority = all.substr(scheme.size() + 3);
  const auto colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  const auto host = has_port ? authority.substr(0, colon) : authority;
  if (!is_host(host)) return std::nullopt;
  const auto origin = std::string(scheme) + "://" + std::string(host);
  if (!has_port) return origin;
  const auto port = port_of(authority.substr(colon + 1));
  if (!port) return std::nullopt;
  return *port == (scheme == "https" ? "443" : "80") ? origin : origin + ":" + *port;
}

}  // namespace

core::result<origin_policy> origin_policy::make(const std::vector<std::string>& allowed) {
  origin_policy out;
  for (const auto& text : allowed) {
    auto origin = normalised(text);
    if (!origin)
      return core::make_field_error("allowedOrigins", "\"" + text + "\" is no origin such as https://app.example.com");
    out.allowed_.insert(std::move(*origin));
  }
  return out;
}

}  // namespace switchboard::auth
