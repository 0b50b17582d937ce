// The fields of a row that a body sets, checked one by one and handed on as one JSON object: a repository puts it over
// the row, so that absent fields stay and null empties a field that may be empty.
#pragma once

#include "api/body_reader.hpp"
#include "core/json.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::api {

enum class nullability { not_null, nullable };

class row_changes {
 public:
  /// `body` must outlive this; faults go to `fields`.
  row_changes(body_reader& fields, const core::json& body) : fields_(fields), body_(body) {}

  /// A string of min..max characters.
  void text(std::string_view name, std::size_t min, std::size_t max, nullability n = nullability::not_null);
  void word(std::string_view name, const std::vector<std::string_view>& words);
  void flag(std::string_view name);
  void integer(std::string_view name, std::int64_t low, std::int64_t high);
  void uuid(std::string_view name, nullability n);
  /// A list of at most `max` strings that are not empty.
  void words(std::string_view name, std::size_t max);
  void object(std::string_view name);
  /// Faults each of these that the body lacks.
  void require(std::initializer_list<std::string_view> names);

  /// The body has this field, and not as null. For rules that span fields.
  bool is_set(std::string_view name) const;
  core::json_text json() const { return {"{" + members_ + "}"}; }

 private:
  // The value to check; nullptr when there is nothing to do (absent, null where that is allowed, or at fault).
  const core::json* take(std::string_view name, nullability n);
  void keep(std::string_view name, const core::json& value);

  body_reader& fields_;
  const core::json& body_;
  std::string members_;
};

}  // namespace switchboard::api
