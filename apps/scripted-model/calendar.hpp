// Months and amounts as people write them: "March", "last month", "Feb 2026", "$1,250", "2.5k".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::scripted_model {

/// A calendar month.
struct period {
  std::chrono::year_month month;

  std::string name() const;   // "March"
  std::string label() const;  // "March 2026"
  std::string code() const;   // "2026-03"
  std::string from() const;   // "2026-03-01", its first day
  std::string to() const;     // "2026-03-31", its last day
};

/// The months that a text names, in the order of the text. A month without a year is the latest one that is not in the
/// future; "this month" and "last month" count from `today`.
std::vector<period> find_months(std::string_view text, std::chrono::year_month_day today);

/// The first amount of money in a text: "$1,250.50", "800 dollars", "2k". Bare numbers count, but for years after a
/// month's name.
std::optional<double> find_amount(std::string_view text);

/// "2026-03-04" as "Mar 4"; anything else unchanged.
std::string short_date(std::string_view iso);

}  // namespace switchboard::scripted_model
