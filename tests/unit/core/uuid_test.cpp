#include "core/uuid.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <unordered_set>

using namespace switchboard;
using core::uuid;

TEST_CASE("uuid: text and bytes") {
  const std::string text = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const auto parsed = uuid::parse(text);
  REQUIRE(parsed);
  CHECK(parsed->bytes[0] == 0x0f);
  CHECK(parsed->bytes[15] == 0x0e);
  CHECK(parsed->str() == text);
  CHECK(uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E") == parsed);
  CHECK(uuid{}.str() == "00000000-0000-0000-0000-000000000000");
}

TEST_CASE("uuid: refuses every other spelling") {
  for (const std::string text : {"", "0f8fad5b", "0f8fad5bd9cb469fa16570867728950e",
                                 "{0f8fad5b-d9cb-469f-a165-70867728950e}", "0f8fad5b-d9cb-469f-a165-70867728950",
                                 "0f8fad5b-d9cb-469f-a165-70867728950e0", "0f8fad5b-d9cb-469f-a165-70867728950g",
                                 "0f8fad5bd-9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-7086772895-e",
                                 "0f8fad5b_d9cb_469f_a165_70867728950e", " 0f8fad5b-d9cb-469f-a165-70867728950e",
                                 "0f8fad5b-d9cb-469f-a165-70867728950\n", "urn:uuid:0f8fad5b-d9cb-469f-a165-708677"}) {
    INFO(text);
    CHECK_FALSE(uuid::parse(text));
  }
  CHECK_FALSE(uuid::parse(std::string(36, '-')));
  CHECK_FALSE(uuid::parse(std::string(36, '\0')));
}

TEST_CASE("uuid: random ones are version 4 and differ") {
  std::set<uuid> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto u = uuid::random();
    const auto text = u.str();
    CHECK(text[14] == '4');
    CHECK(std::string("89ab").find(text[19]) != std::string::npos);
    CHECK(uuid::parse(text) == u);
    seen.insert(u);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("uuid: ids of different things are different types") {
  static_assert(!std::is_same_v<core::user_id, core::workspace_id>);
  static_assert(!std::is_convertible_v<core::user_id, core::workspace_id>);
  const auto text = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const auto id = core::agent_id::parse(text);
  REQUIRE(id);
  CHECK(id->str() == text);
  CHECK_FALSE(core::agent_id::parse("nonsense"));
  std::unordered_set<core::agent_id> ids{*id, *id, core::agent_id::random()};
  CHECK(ids.size() == 2);
}
