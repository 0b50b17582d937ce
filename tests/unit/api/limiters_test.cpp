#include "api/rate_limiter.hpp"
#include "api/stream_limiter.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace std::chrono_literals;

TEST_CASE("rate_limiter: a burst passes, then the rate holds, for each key apart") {
  api::rate_limiter limiter({2, 3});
  const auto t = api::rate_limiter::clock::now();
  for (int i = 0; i < 3; ++i) CHECK(limiter.take("ada", t));
  const auto refused = limiter.take("ada", t);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::errc::rate_limited);
  CHECK(refused.error().retry_after == 1s);
  CHECK(limiter.take("max", t));
  CHECK(limiter.take("ada", t + 600ms));
  CHECK_FALSE(limiter.take("ada", t + 600ms));
}

TEST_CASE("stream_limiter: a place is given back when the stream ends") {
  api::stream_limiter limiter(2);
  auto first = limiter.enter("ada");
  auto second = limiter.enter("ada");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(limiter.enter("ada").error().code == core::errc::too_many_streams);
  CHECK(limiter.enter("max"));
  first->reset();
  CHECK(limiter.open() == 1);
  CHECK(limiter.enter("ada"));
}
