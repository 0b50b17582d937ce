#include "core/redact.hpp"

#include <array>
#include <cctype>
#include <vector>

namespace switchboard::core {
namespace {

constexpr std::string_view mark = "[redacted]";

std::vector<std::string>& registered() {
  static std::vector<std::string> values;
  return values;
}

bool is_token_char(char c) noexcept {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' || c == '=' || c == '+' ||
         c == '/' || c == '~';
}

// Replaces what follows `prefix` (and the prefix itself unless kept) while characters look like a token.
void blot_after(std::string& text, std::string_view prefix, std::size_t min_length, bool keep_prefix) {
  std::size_t from = 0;
  while ((from = text.find(prefix, from)) != std::string::npos) {
    const std::size_t start = keep_prefix ? from + prefix.size() : from;
    std::size_t end = from + prefix.size();
    while (end < text.size() && is_token_char(text[end])) ++end;
    if (end - from - prefix.size() < min_length) {
      from = end;
      continue;
    }
    text.replace(start, end - start, mark);
    from = start + mark.size();
  }
}

// postgres://user:password@host -> postgres://user:[redacted]@host
void blot_url_passwords(std::string& text) {
  std::size_t from = 0;
  while ((from = text.find("://", from)) != std::string::npos) {
    from += 3;
    const auto end = text.find_first_of("/ \"'\\?", from);
    const auto stop = end == std::string::npos ? text.size() : end;
    const auto at = text.rfind('@', stop == 0 ? 0 : stop - 1);
    if (at == std::string::npos || at < from) continue;
    const auto colon = text.find(':', from);
    if (colon == std::string::npos || colon > at) continue;
    text.replace(colon + 1, at - colon - 1, mark);
    from = colon + 1 + mark.size();
  }
}

}  // namespace

void register_secret(std::string_view value) {
  if (value.size() >= 6) registered().emplace_back(value);
}

std::string redact(std::string_view text) {
  std::string out(text);
  for (const auto& secret : registered()) {
    std::size_t at = 0;
    while ((at = out.find(secret, at)) != std::string::npos) {
      out.replace(at, secret.size(), mark);
      at += mark.size();
    }
  }
  blot_after(out, "eyJ", 20, false);
  blot_after(out, "sk-ant-", 4, false);
  blot_after(out, "base64-", 40, false);
  for (const std::string_view scheme : std::array<std::string_view, 2>{"Bearer ", "bearer "})
    blot_after(out, scheme, 4, true);
  blot_url_passwords(out);
  return out;
}

}  // namespace switchboard::core
