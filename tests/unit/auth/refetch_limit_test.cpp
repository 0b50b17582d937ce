#include "auth/refetch_limit.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using switchboard::auth::refetch_limit;

TEST_CASE("refetch limit: a burst, then one for each interval") {
  refetch_limit limit(3, 10s);
  auto now = refetch_limit::time_point{} + 1h;
  CHECK(limit.take(now));
  CHECK(limit.take(now));
  CHECK(limit.take(now));
  CHECK_FALSE(limit.take(now));
  CHECK_FALSE(limit.take(now + 9s));
  CHECK(limit.take(now + 10s));
  CHECK_FALSE(limit.take(now + 11s));
  CHECK(limit.take(now + 20s));
  CHECK_FALSE(limit.take(now + 29s));
}

TEST_CASE("refetch limit: a long silence earns the burst and no more") {
  refetch_limit limit(2, 10s);
  auto now = refetch_limit::time_point{} + 1h;
  while (limit.take(now)) {
  }
  now += 24h;
  CHECK(limit.take(now));
  CHECK(limit.take(now));
  CHECK_FALSE(limit.take(now));
}

TEST_CASE("refetch limit: a flood over a minute stays at burst plus six") {
  refetch_limit limit(3, 10s);
  const auto begin = refetch_limit::time_point{} + 1h;
  int taken = 0;
  for (auto at = begin; at <= begin + 60s; at += 5ms) taken += limit.take(at) ? 1 : 0;
  CHECK(taken == 9);
}
