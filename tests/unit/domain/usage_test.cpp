#include "domain/usage.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::domain;

namespace {
const std::vector<model_price> prices{{"sonnet", 3'000'000, 15'000'000, 300'000, 3'750'000},
                                      {"claude-sonnet-5", 1'000'000, 2'000'000, 0, 0},
                                      {"", 9'000'000, 9'000'000, 9, 9}};
}

TEST_CASE("usage: each kind of token has its price") {
  CHECK(cost_microdollars({1'000'000, 0, 0, 0}, "claude-3-sonnet", prices) == 3'000'000);
  CHECK(cost_microdollars({0, 1'000'000, 0, 0}, "claude-3-sonnet", prices) == 15'000'000);
  CHECK(cost_microdollars({0, 0, 1'000'000, 0}, "claude-3-sonnet", prices) == 300'000);
  CHECK(cost_microdollars({0, 0, 0, 1'000'000}, "claude-3-sonnet", prices) == 3'750'000);
  CHECK(cost_microdollars({100, 10, 0, 0}, "claude-3-sonnet", prices) == 450);
}

TEST_CASE("usage: the longest pattern that fits the model wins") {
  CHECK(cost_microdollars({1'000'000, 0, 0, 0}, "claude-sonnet-5-20260101", prices) == 1'000'000);
}

TEST_CASE("usage: a model without a price costs nothing") {
  CHECK(cost_microdollars({1'000'000, 1, 1, 1}, "unknown", prices) == 0);
  CHECK(cost_microdollars({1'000'000, 1, 1, 1}, "claude-3-sonnet", {}) == 0);
}

TEST_CASE("usage: a half micro-dollar is rounded up") {
  const std::vector<model_price> cheap{{"m", 500'000, 0, 0, 0}};
  CHECK(cost_microdollars({1, 0, 0, 0}, "m", cheap) == 1);
  CHECK(cost_microdollars({0, 0, 0, 0}, "m", cheap) == 0);
}
