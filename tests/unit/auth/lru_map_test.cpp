#include "auth/lru_map.hpp"

#include <catch2/catch.hpp>

#include <string>

using switchboard::auth::lru_map;

TEST_CASE("lru: forgets what was used longest ago") {
  lru_map<std::string, int> map(3);
  map.put("a", 1);
  map.put("b", 2);
  map.put("c", 3);
  REQUIRE(map.find("a") != nullptr);
  map.put("d", 4);
  CHECK(map.find("b") == nullptr);
  CHECK(*map.find("a") == 1);
  CHECK(*map.find("c") == 3);
  CHECK(*map.find("d") == 4);
  CHECK(map.size() == 3);
}

TEST_CASE("lru: replaces and erases") {
  lru_map<std::string, int> map(2);
  map.put("a", 1);
  map.put("a", 2);
  CHECK(map.size() == 1);
  CHECK(*map.find("a") == 2);
  map.erase("a");
  map.erase("a");
  CHECK(map.find("a") == nullptr);
  CHECK(map.size() == 0);
}

TEST_CASE("lru: never grows beyond its capacity") {
  lru_map<int, int> map(100);
  for (int i = 0; i < 10000; ++i) map.put(i, i);
  CHECK(map.size() == 100);
  CHECK(map.find(9899) == nullptr);
  CHECK(map.find(9900) != nullptr);
  lru_map<int, int> none(0);
  none.put(1, 1);
  CHECK(none.find(1) == nullptr);
}
