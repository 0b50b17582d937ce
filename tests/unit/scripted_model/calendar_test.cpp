#include "scripted-model/calendar.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::scripted_model;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::year_month_day today = 2026y / std::chrono::November / 20;

std::vector<std::string> labels(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& each : find_months(text, today)) out.push_back(each.label());
  return out;
}

}  // namespace

TEST_CASE("calendar: a month without a year is the latest that has begun") {
  CHECK(labels("what did I spend in March?") == std::vector<std::string>{"March 2026"});
  CHECK(labels("and in December") == std::vector<std::string>{"December 2025"});
  CHECK(labels("november so far") == std::vector<std::string>{"November 2026"});
}

TEST_CASE("calendar: reads years, abbreviations, several months, and relative ones") {
  CHECK(labels("Feb 2025 against Sept. and october of 2025") ==
        std::vector<std::string>{"February 2025", "September 2026", "October 2025"});
  CHECK(labels("this month and last month") == std::vector<std::string>{"November 2026", "October 2026"});
}

TEST_CASE("calendar: may is a month only where it can be one") {
  CHECK(labels("may I ask you something").empty());
  CHECK(labels("spending in may") == std::vector<std::string>{"May 2026"});
  CHECK(labels("May 2025") == std::vector<std::string>{"May 2025"});
  CHECK(labels("the marching band decided to octuple").empty());
}

TEST_CASE("calendar: a period knows its first and last day") {
  const auto months = find_months("feb 2024", today);
  REQUIRE(months.size() == 1);
  CHECK(months[0].code() == "2024-02");
  CHECK(months[0].from() == "2024-02-01");
  CHECK(months[0].to() == "2024-02-29");
}

TEST_CASE("calendar: finds amounts as people write them") {
  CHECK(find_amount("a budget of $1,250.50 for travel") == 1250.50);
  CHECK(find_amount("800 dollars") == 800);
  CHECK(find_amount("make it 2k") == 2000);
  CHECK(find_amount("€ 90 for March 2026") == 90);
  CHECK_FALSE(find_amount("for March 2026"));
  CHECK_FALSE(find_amount("nothing here"));
}

TEST_CASE("calendar: short dates, and anything else unchanged") {
  CHECK(short_date("2026-03-04") == "Mar 4");
  CHECK(short_date("2026-03-04T10:00:00Z") == "Mar 4");
  CHECK(short_date("2026-13-04") == "2026-13-04");
  CHECK(short_date("soon") == "soon");
}
