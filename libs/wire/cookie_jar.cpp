#include "wire/cookie_jar.hpp"

#include "core/json.hpp"
#include "wire/base64url.hpp"
#include "wire/jws.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace switchboard::wire {
namespace {

constexpr std::string_view supabase_prefix = "sb-";
constexpr std::string_view supabase_suffix = "-auth-token";
constexpr std::string_view base64_mark = "base64-";
constexpr std::string_view clerk_name = "__session";
// @supabase/ssr makes chunks of 3180 bytes; 32 KiB of headers hold eleven.
constexpr unsigned max_chunks = 32;

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return text.substr(0, 0);
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// As decodeURIComponent does; a text with a broken escape is kept as it is.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::string(text);
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<std::string> access_token_of(const std::string& value) {
  std::string text = value;
  if (value.starts_with(base64_mark)) {
    auto encoded = std::string_view(value).substr(base64_mark.size());
    // Padding is not written by @supabase/ssr, but read by it.
    while (encoded.ends_with('=')) encoded.remove_suffix(1);
    auto decoded = base64url_decode(encoded);
    if (!decoded) return std::nullopt;
    text = std::move(*decoded);
  }
  const auto session = core::parse_json(text);
  if (!session || !session->is_object()) return std::nullopt;
  const auto token = session->find("access_token");
  if (token == session->end() || !token->is_string()) return std::nullopt;
  return token->get<std::string>();
}

// The values of one sb-<ref>-auth-token: what was sent whole, and the chunks by number (the first of each).
struct supabase_session {
  std::vector<std::string_view> whole;
  std::map<unsigned, std::string_view> chunks;

  std::string joined() const {
    std::string out;
    for (unsigned i = 0; i < max_chunks; ++i) {
      const auto chunk = chunks.find(i);
      if (chunk == chunks.end() || chunk->second.empty()) break;
      out += percent_decoded(chunk->second);
    }
    return out;
  }
};

// The chunk number at the end of "….12"; nullopt where it is not written as @supabase/ssr does.
std::optional<unsigned> chunk_number(std::string_view digits) {
  unsigned out = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  const bool canonical = digits == "0" || (!digits.empty() && digits.front() != '0');
  if (failure != std::errc{} || end != digits.data() + digits.size() || !canonical || out >= max_chunks)
    return std::nullopt;
  return out;
}

// Sessions by storage key, in the order in which their first cookie came.
class supabase_sessions {
 public:
  void add(std::string_view name, std::string_view value) {
    if (!name.starts_with(supabase_prefix)) return;
    if (is_key(name)) {
      of(name).whole.push_back(value);
      return;
    }
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || !is_key(name.substr(0, dot))) return;
    if (const auto number = chunk_number(name.substr(dot + 1)))
      of(name.substr(0, dot)).chunks.try_emplace(*number, value);
  }

  std::vector<std::string> tokens() const {
    std::vector<std::string> out;
    const auto keep = [&out](const std::string& value) {
      if (auto token = value.empty() ? std::nullopt : access_token_of(value)) out.push_back(std::move(*token));
    };
    for (const auto& [key, session] : sessions_) {
      for (const auto value : session.whole) keep(percent_decoded(value));
      keep(session.joined());
    }
    return out;
  }

 private:
  static bool is_key(std::string_view name) {
    return name.size() > supabase_prefix.size() + supabase_suffix.size() && name.ends_with(supabase_suffix);
  }
  supabase_session& of(std::string_view key) {
    const auto same = [key](const auto& entry) { return entry.first == key; };
    auto found = std::find_if(sessions_.begin(), sessions_.end(), same);
    if (found == sessions_.end()) found = sessions_.insert(found, {key, {}});
    return found->second;
  }
  std::vector<std::pair<std::string_view, supabase_session>> sessions_;
};

}  // namespace

std::vector<cookie> parse_cookies(std::string_view header) {
  std::vector<cookie> out;
  while (!header.empty() && out.size() < max_cookies) {
    const auto end = std::min(header.find(';'), header.size());
    const auto pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = trimmed(pair.substr(0, equals));
    auto value = trimmed(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (!name.empty()) out.emplace_back(name, value);
  }
  return out;
}

std::vector<std::string> session_tokens(const std::vector<std::string>& cookie_headers) {
  supabase_sessions supabase;
  std::vector<std::string> suffixed;
  std::vector<std::string> plain;
  std::size_t seen = 0;
  for (const auto& header : cookie_headers) {
    for (const auto& [name, value] : parse_cookies(header)) {
      if (++seen > max_cookies) break;
      supabase.add(name, value);
      if (name == clerk_name) plain.emplace_back(value);
      if (name.starts_with("__session_") && name.size() > clerk_name.size() + 1) suffixed.emplace_back(value);
    }
  }
  std::vector<std::string> out;
  const auto keep = [&out](std::vector<std::string> tokens) {
    for (auto& token : tokens) {
      const bool usable = !token.empty() && token.size() <= max_token_bytes;
      if (usable && out.size() < max_session_tokens && std::find(out.begin(), out.end(), token) == out.end())
        out.push_back(std::move(token));
    }
  };
  keep(supabase.tokens());
  keep(std::move(suffixed));
  keep(std::move(plain));
  return out;
}

}  // namespace switchboard::wire
