// Entity tags (RFC 9110 section 8.8.3) and the conditions that clients make of them (section 13.1). A tag is a digest
// of the representation, so it needs no column, and the same bytes always have the same one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::wire {

/// The strong tag of a representation, with its quotes.
std::string entity_tag(std::string_view representation);

/// The value of If-Match or If-None-Match: "*" or a list of tags.
class tag_list {
 public:
  /// nullopt for what is no such value.
  static std::optional<tag_list> parse(std::string_view value);

  bool any() const noexcept { return any_; }
  /// Strong comparison, as If-Match has it: a weak tag matches nothing.
  bool matches(std::string_view tag) const;
  /// Weak comparison, as If-None-Match has it.
  bool matches_weakly(std::string_view tag) const;

 private:
  bool any_ = false;
  std::vector<std::string> tags_;
};

/// What a change asks of the thing as it is now. Made of nothing, it always holds.
struct precondition {
  std::optional<tag_list> if_match;  // it is there, as one of these
  bool if_absent = false;            // it is not there (If-None-Match: *)

  bool asks() const noexcept { return if_match.has_value() || if_absent; }
  bool holds_for(std::string_view representation) const;
  bool holds_for_nothing() const noexcept { return !if_match.has_value(); }
};

}  // namespace switchboard::wire
