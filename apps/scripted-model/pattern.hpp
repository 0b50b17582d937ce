// A case-insensitive regular expression over untrusted text: bounded in time and stack (Boost.Regex gives up instead of
// backtracking for ever, and does not recurse as std::regex does), and it looks at the first 4,000 bytes only.
#pragma once

#include "core/result.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::scripted_model {

/// The groups of one match; the whole match is [0], a group that took no part is "".
using groups = std::vector<std::string>;

class pattern {
 public:
  /// Throws std::invalid_argument for bad syntax; for expressions that the program itself writes.
  explicit pattern(std::string_view expression);
  /// `invalid_field` for bad syntax; for expressions out of files.
  static core::result<pattern> parse(std::string_view expression);

  bool found_in(std::string_view text) const;
  /// Every match from left to right, at most 100.
  std::vector<groups> find_all(std::string_view text) const;
  /// The text with every match replaced by `with`, taken literally.
  std::string replaced(std::string_view text, std::string_view with) const;

 private:
  struct compiled;
  std::shared_ptr<const compiled> compiled_;
};

}  // namespace switchboard::scripted_model
