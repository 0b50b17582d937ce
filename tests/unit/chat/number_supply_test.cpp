#include "chat/number_supply.hpp"

#include <catch2/catch.hpp>

using switchboard::chat::number_supply;

TEST_CASE("number_supply: numbers follow one another through blocks that touch, in whatever order they came") {
  number_supply s;
  s.add(12, 14);
  s.add(10, 12);
  s.skip_to(10);
  CHECK(s.left() == 4);
  CHECK(s.next() == 11);
  for (const auto expected : {11, 12, 13, 14}) CHECK(s.take() == expected);
  CHECK(s.left() == 0);
  CHECK(s.last() == 14);
}

TEST_CASE("number_supply: a block that others were before leaves a gap, never a number given twice") {
  number_supply s;
  s.add(0, 2);
  s.add(5, 7);
  CHECK(s.take() == 1);
  CHECK(s.take() == 2);
  CHECK(s.take() == 6);
  s.add(2, 5);  // late: lower than what was taken
  CHECK(s.take() == 7);
  CHECK(s.left() == 0);
}

TEST_CASE("number_supply: with nothing reserved numbers still go on") {
  number_supply s;
  s.skip_to(41);
  CHECK(s.take() == 42);
  s.skip_to(3);
  CHECK(s.take() == 43);
}

TEST_CASE("number_supply: what went back is forgotten, what came since stays") {
  number_supply s;
  s.add(0, 100);
  CHECK(s.take() == 1);
  CHECK(s.until() == 100);
  const auto before = s.now();
  s.add(1, 51);  // reserved anew after the first block went back
  s.forget(before);
  CHECK(s.left() == 50);
  CHECK(s.until() == 51);
  CHECK(s.take() == 2);
}
