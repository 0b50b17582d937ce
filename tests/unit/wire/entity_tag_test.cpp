#include "wire/entity_tag.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;

TEST_CASE("entity_tag: the same bytes have the same tag, others another") {
  const auto tag = wire::entity_tag("{}");
  CHECK(tag.size() == 34);
  CHECK(tag == wire::entity_tag("{}"));
  CHECK(tag != wire::entity_tag("{ }"));
  CHECK(wire::entity_tag("").front() == '"');
}

TEST_CASE("entity_tag: lists are read as RFC 9110 writes them, and nothing else is") {
  const auto list = wire::tag_list::parse(" \"a\", W/\"b\" ,\"c,d\"");
  REQUIRE(list);
  CHECK(list->matches("\"a\""));
  CHECK(list->matches("\"c,d\""));
  CHECK_FALSE(list->matches("\"b\""));
  CHECK_FALSE(list->matches("W/\"b\""));
  CHECK(list->matches_weakly("\"b\""));
  CHECK_FALSE(list->matches_weakly("\"x\""));
  CHECK(wire::tag_list::parse("*")->matches("\"anything\""));
  for (const auto* bad : {"", "a", "\"a", "\"a\" \"b\"", "\"a\",", "*, \"a\"", "w/\"a\"", "\"a b\""}) {
    INFO(bad);
    CHECK_FALSE(wire::tag_list::parse(bad));
  }
}

TEST_CASE("entity_tag: a precondition of nothing always holds, others ask for what is there") {
  wire::precondition none;
  CHECK(none.holds_for("row"));
  CHECK(none.holds_for_nothing());
  wire::precondition match{wire::tag_list::parse(wire::entity_tag("row")), false};
  CHECK(match.holds_for("row"));
  CHECK_FALSE(match.holds_for("changed row"));
  CHECK_FALSE(match.holds_for_nothing());
  wire::precondition absent{std::nullopt, true};
  CHECK_FALSE(absent.holds_for("row"));
  CHECK(absent.holds_for_nothing());
}
