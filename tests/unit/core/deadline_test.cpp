#include "core/deadline.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using switchboard::core::deadline;

TEST_CASE("deadline: is narrowed, never widened") {
  const auto limit = deadline::after(1h);
  CHECK(limit.narrowed(2h).when() == limit.when());
  CHECK(limit.narrowed(1min).when() < limit.when());
}

TEST_CASE("deadline: what is left is never negative") {
  const auto past = deadline::at(deadline::clock::now() - 1s);
  CHECK(past.passed());
  CHECK(past.remaining() == deadline::clock::duration::zero());
  const auto ahead = deadline::after(1h);
  CHECK_FALSE(ahead.passed());
  CHECK(ahead.remaining() > 50min);
}
