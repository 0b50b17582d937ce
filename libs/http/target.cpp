#include "http/target.hpp"

#include "wire/utf8.hpp"

#include <optional>

namespace switchboard::http {
namespace {

using core::errc;

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class part { path, query };

// The text that `encoded` stands for; nullopt where it stands for none that we take.
std::optional<std::string> decode(std::string_view encoded, part where) {
  std::string out;
  out.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    char c = encoded[i];
    if (c == '+' && where == part::query) {
      c = ' ';
    } else if (c == '%') {
      if (i + 2 >= encoded.size()) return std::nullopt;
      const int high = hex_digit(encoded[i + 1]);
      const int low = hex_digit(encoded[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      if (c == '\0' || (c == '/' && where == part::path)) return std::nullopt;
      i += 2;
    }
    out.push_back(c);
  }
  if (!wire::is_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

core::result<decoded_target> decode_target(std::string_view resource) {
  decoded_target out;
  const auto mark = resource.find('?');
  auto path = decode(resource.substr(0, mark), part::path);
  if (!path) return core::make_error(errc::bad_request, "The path is not valid percent-encoded UTF-8.");
  out.path = std::move(*path);
  if (mark == std::string_view::npos) return out;
  auto rest = resource.substr(mark + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    if (pair.empty()) continue;
    const auto name_end = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, name_end), part::query);
    auto value = decode(pair.substr(std::min(name_end + 1, pair.size())), part::query);
    if (!name || !value) return core::make_error(errc::bad_query, "The query is not valid percent-encoded UTF-8.");
    out.query.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

}  // namespace switchboard::http
