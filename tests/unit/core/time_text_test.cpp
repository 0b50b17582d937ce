#include "core/time_text.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono;
using switchboard::core::to_rfc3339;

TEST_CASE("time: RFC 3339 in UTC, to the millisecond") {
  CHECK(to_rfc3339(system_clock::time_point{}) == "1970-01-01T00:00:00.000Z");
  CHECK(to_rfc3339(system_clock::time_point{milliseconds(1795160821123)}) == "2026-11-20T07:47:01.123Z");
  CHECK(to_rfc3339(system_clock::time_point{milliseconds(951827696001)}) == "2000-02-29T12:34:56.001Z");
  CHECK(to_rfc3339(system_clock::time_point{nanoseconds(1999999)}) == "1970-01-01T00:00:00.001Z");
}

TEST_CASE("time: before 1970 too") {
  CHECK(to_rfc3339(system_clock::time_point{milliseconds(-1)}) == "1969-12-31T23:59:59.999Z");
  CHECK(to_rfc3339(system_clock::time_point{seconds(-1)}) == "1969-12-31T23:59:59.000Z");
}
