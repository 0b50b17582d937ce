#include "tools/parameter.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace switchboard::tools {
namespace {

parameter parsed(std::string_view text) {
  auto out = parse_parameter(text);
  INFO(text << (out ? "" : ": " + out.error().message));
  REQUIRE(out.has_value());
  return *out;
}

core::json schema_of(std::string_view text) {
  return core::json::parse(input_schema({parsed(text)}).text);
}

std::string fault_of(std::string_view text) {
  const auto out = parse_parameter(text);
  return out ? "" : out.error().message;
}

}  // namespace

TEST_CASE("parameter: reads a type, its attributes and the description after the colon") {
  const auto p = parsed("limit integer min=1 max=200 default=50: How many rows: at most 200.");
  CHECK(p.name == "limit");
  CHECK(p.type == value_type::integer);
  CHECK(p.given == presence::optional);
  CHECK(p.min == 1);
  CHECK(p.max == 200);
  CHECK(p.default_value->text == "50");
  CHECK(p.description == "How many rows: at most 200.");
  CHECK(sql_type(p) == "bigint");
}

TEST_CASE("parameter: each type has its Postgres type and its JSON schema") {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"string min_length=1 max_length=9", "text", R"({"type":"string","minLength":1,"maxLength":9})"},
      {"integer min=-1", "bigint", R"({"type":"integer","minimum":-1})"},
      {"number max=0.5", "numeric", R"({"type":"number","maximum":0.5})"},
      {"boolean", "boolean", R"({"type":"boolean"})"},
      {"date", "date", R"({"type":"string","format":"date"})"},
      {"month", "date", R"({"type":"string","pattern":"^[0-9]{4}-(0[1-9]|1[0-2])$"})"},
      {"datetime", "timestamptz", R"({"type":"string","format":"date-time"})"},
      {"uuid", "uuid", R"({"type":"string","format":"uuid"})"},
      {"enum(a, b_c)", "text", R"({"type":"string","enum":["a","b_c"]})"},
      {"object", "jsonb", R"({"type":"object"})"},
      {"array(uuid) min_items=1 max_items=5", "uuid[]",
       R"({"type":"array","items":{"type":"string","format":"uuid"},"minItems":1,"maxItems":5})"},
      {"array(enum(x,y))", "text[]", R"({"type":"array","items":{"type":"string","enum":["x","y"]},"maxItems":100})"},
  };
  for (const auto& [declared, type, schema] : cases) {
    INFO(declared);
    CHECK(sql_type(parsed("it " + declared + ": Text.")) == type);
    auto property = schema_of("it " + declared + ": Text.")["properties"]["it"];
    CHECK(property["description"] == "Text.");
    property.erase("description");
    CHECK(property == core::json::parse(schema));
  }
}

TEST_CASE("parameter: the schema of arguments is closed and names what is required") {
  const auto schema = core::json::parse(
      input_schema({parsed("a string: A."), parsed("b integer optional: B."), parsed("c date default=2026-01-31: C.")})
          .text);
  CHECK(schema["type"] == "object");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == core::json::parse(R"(["a"])"));
  CHECK(schema["properties"]["c"]["default"] == "2026-01-31");
  CHECK_FALSE(core::json::parse(input_schema({}).text).contains("required"));
}

TEST_CASE("parameter: a default may be a bare word, a number or quoted text") {
  CHECK(parsed("a enum(x,y) default=y: A.").default_value->text == "\"y\"");
  CHECK(parsed("a string default=\"two: words\": A.").default_value->text == "\"two: words\"");
  CHECK(parsed("a month default=2026-03: A.").default_value->text == "\"2026-03\"");
  CHECK(parsed("a boolean default=true: A.").default_value->text == "true");
}

TEST_CASE("parameter: says what is wrong with a declaration") {
  CHECK(fault_of("limit integer") == "wants ': ' and a description at its end");
  CHECK(fault_of("limit: Text.") == "wants a name and a type");
  CHECK(fault_of("Limit integer: Text.") == "'Limit' is no camelCase name");
  CHECK(fault_of("user_id uuid: Text.") == "'user_id' is no camelCase name");
  CHECK(fault_of("limit integer: ") == "'limit' has no description");
  CHECK(fault_of("limit int: Text.") == "'limit' has an unknown type 'int'");
  CHECK(fault_of("a array(array(uuid)): Text.") == "'a' has an unknown type 'array(uuid)'");
  CHECK(fault_of("a enum(x,,y): Text.") == "'a' enum() holds an empty word");
  CHECK(fault_of("a string min=3: Text.") == "'a' has no attribute 'min=3' for its type");
  CHECK(fault_of("a integer min=x: Text.") == "'a' min wants a number");
  CHECK(fault_of("a integer sometimes: Text.") == "'a' has no attribute 'sometimes' for its type");
  CHECK(fault_of(std::string_view("a string default=\0: Text.", 26)) == "'a' has a default that is no text");
  CHECK(fault_of("a integer max=5 default=9: Text.") == "'a' has a default that must be at most 5 (got 9)");
}

}  // namespace switchboard::tools
