#include "scripted-model/pattern.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace switchboard::scripted_model;

TEST_CASE("pattern: matches without regard to case and gives the groups") {
  const pattern p(R"(my name is (\w+)(?: (\w+))?)");
  CHECK(p.found_in("Hello, MY NAME is Ada."));
  const auto found = p.find_all("my name is Ada. No, my name is Max Okafor");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == groups{"my name is Ada", "Ada", ""});
  CHECK(found[1] == groups{"my name is Max Okafor", "Max", "Okafor"});
}

TEST_CASE("pattern: refuses bad syntax") {
  CHECK_THROWS_AS(pattern("(unclosed"), std::invalid_argument);
  CHECK(pattern::parse("(unclosed").has_error());
}

TEST_CASE("pattern: gives up on text that would take for ever, and looks at a bounded prefix") {
  const pattern evil(R"((a+)+$)");
  CHECK_FALSE(evil.found_in(std::string(3000, 'a') + "b"));
  CHECK(evil.find_all(std::string(3000, 'a') + "b").empty());
  CHECK(pattern("x").found_in(std::string(1'000'000, 'y') + "x") == false);
  CHECK(pattern(".").find_all(std::string(5000, 'y')).size() == 100);
}

TEST_CASE("pattern: replaces literally") {
  CHECK(pattern(R"(\d+)").replaced("a 12 b 3", "$&") == "a $& b $&");
}
