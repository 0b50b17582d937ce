// The template language's filters: the few things that an answer out of rows needs. filters_list.cpp holds those over
// lists, filters_value.cpp those over texts, numbers and truth.
#pragma once

#include "core/json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::scripted_model {

struct filter {
  std::string_view name;
  std::size_t fewest;  // arguments
  std::size_t most;
  core::json (*apply)(const core::json& value, const std::vector<core::json>& arguments, const core::json& scope);
};

/// Null for an unknown name.
const filter* find_filter(std::string_view name);

/// The filters of each file, for the table.
const std::vector<filter>& list_filters();
const std::vector<filter>& value_filters();

/// A number, or a text that is one (as SQL's numeric arrives); nothing for all else.
std::optional<double> to_number(const core::json& value);
/// As it is printed in an answer: texts bare, whole numbers without a fraction, null as "".
std::string to_text(const core::json& value);
/// A number with a whole value as an integer, so that it prints and serialises as one.
core::json from_number(double value);
/// Whether two values are the same: numbers by value, texts without regard to case.
bool is_same(const core::json& a, const core::json& b);

}  // namespace switchboard::scripted_model
