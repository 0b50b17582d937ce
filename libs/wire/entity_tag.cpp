#include "wire/entity_tag.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace switchboard::wire {
namespace {

constexpr std::size_t digest_bytes = 16;

void skip_space(std::string_view& s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
}

bool is_tag_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u == 0x21 || (u >= 0x23 && u != 0x7f);
}

// One tag from the front: with its quotes, and with W/ where it is weak.
std::optional<std::string> take_tag(std::string_view& s) {
  const std::size_t open = s.starts_with("W/") ? 2 : 0;
  if (s.size() <= open || s[open] != '"') return std::nullopt;
  const auto close = s.find('"', open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  const auto inner = s.substr(open + 1, close - open - 1);
  if (!std::all_of(inner.begin(), inner.end(), is_tag_character)) return std::nullopt;
  std::string out(s.substr(0, close + 1));
  s.remove_prefix(close + 1);
  return out;
}

std::string_view opaque(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string entity_tag(std::string_view representation) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(representation.data()), representation.size(), digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (std::size_t i = 0; i < digest_bytes; ++i) {
    out += digits[digest.at(i) >> 4];
    out += digits[digest.at(i) & 0x0f];
  }
  return out + '"';
}

std::optional<tag_list> tag_list::parse(std::string_view value) {
  tag_list out;
  skip_space(value);
  if (value.starts_with('*')) {
    value.remove_prefix(1);
    skip_space(value);
    out.any_ = true;
    return value.empty() ? std::optional(out) : std::nullopt;
  }
  for (bool first = true; first || !value.empty(); first = false) {
    if (!first) {
      if (value.front() != ',') return std::nullopt;
      value.remove_prefix(1);
      skip_space(value);
    }
    auto tag = take_tag(value);
    if (!tag) return std::nullopt;
    out.tags_.push_back(std::move(*tag));
    skip_space(value);
  }
  return out;
}

bool tag_list::matches(std::string_view tag) const {
  return any_ || (!tag.starts_with("W/") && std::find(tags_.begin(), tags_.end(), tag) != tags_.end());
}

bool tag_list::matches_weakly(std::string_view tag) const {
  return any_ ||
         std::any_of(tags_.begin(), tags_.end(), [&](const std::string& t) { return opaque(t) == opaque(tag); });
}

bool precondition::holds_for(std::string_view representation) const {
  return !if_absent && (!if_match || if_match->matches(entity_tag(representation)));
}

}  // namespace switchboard::wire
