#include "tools/arguments.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace switchboard::tools {
namespace {

using core::json;

// What a value of a declared type becomes: "= text" or the complaint.
std::string encoded(const std::string& type, const json& value) {
  const auto p = parse_parameter("x " + type + ": Text.");
  REQUIRE(p.has_value());
  const auto out = encode_value(*p, value);
  return out ? "= " + *out : out.error().message;
}

core::result<argument_map> check(std::vector<std::string> declarations, const char* arguments) {
  std::vector<parameter> parameters;
  for (const auto& d : declarations) parameters.push_back(parse_parameter(d).value());
  return check_arguments(parameters, json::parse(arguments));
}

}  // namespace

TEST_CASE("arguments: numbers keep their text and their bounds") {
  CHECK(encoded("integer", 5) == "= 5");
  CHECK(encoded("integer", 5.0) == "= 5");
  CHECK(encoded("integer", 5.5) == "must be an integer (got 5.5)");
  CHECK(encoded("integer", "5") == "must be an integer (got \"5\")");
  CHECK(encoded("integer", json::parse("2000000000000000000000")) == "must be at most 1000000000000000 (got 2e+21)");
  CHECK(encoded("integer min=1 max=9", 0) == "must be at least 1 (got 0)");
  CHECK(encoded("number", 12.5) == "= 12.5");
  CHECK(encoded("number", 0.1) == "= 0.1");
  CHECK(encoded("number", -3) == "= -3");
  CHECK(encoded("number max=0.5", 0.75) == "must be at most 0.5 (got 0.75)");
  CHECK(encoded("number", true) == "must be a number (got true)");
}

TEST_CASE("arguments: strings are counted in characters and never cut") {
  CHECK(encoded("string max_length=3", "äöü") == "= äöü");
  CHECK(encoded("string max_length=3", "äöü!") == "must have at most 3 characters (got 4)");
  CHECK(encoded("string min_length=1", "") == "must not be empty");
  CHECK(encoded("string min_length=3", "ab") == "must have at least 3 characters");
  CHECK(encoded("string", std::string(4001, 'x')) == "must have at most 4000 characters (got 4001)");
  CHECK(encoded("string", "'; DROP TABLE x; --") == "= '; DROP TABLE x; --");
  CHECK(encoded("string", nullptr) == "must be a string (got null)");
}

TEST_CASE("arguments: dates, months, times and ids are real ones") {
  CHECK(encoded("date", "2026-02-28") == "= 2026-02-28");
  CHECK(encoded("date", "2024-02-29") == "= 2024-02-29");
  for (const char* bad :
       {"2026-02-29", "2026-13-01", "2026-1-1", "yesterday", "", "0999-01-01", "2026-01-01T00:00:00Z", "infinity"}) {
    CHECK(encoded("date", bad) == "must be a date like \"2026-03-31\" (got \"" + std::string(bad) + "\")");
  }
  CHECK(encoded("month", "2026-03") == "= 2026-03-01");
  CHECK(encoded("month", "2026-00") == "must be a month like \"2026-03\" (got \"2026-00\")");
  for (const char* good : {"2026-03-31T09:30:00Z", "2026-03-31T09:30+02:00", "2026-03-31t09:30:00.123456-11:30"}) {
    CHECK(encoded("datetime", good) == "= " + std::string(good));
  }
  for (const char* bad : {"2026-03-31T09:30:00", "2026-03-31T24:00Z", "2026-03-31T09:60Z", "2026-03-31T09:30:00.Z",
                          "2026-03-31T09:30:00+15:00", "2026-03-31T09:30Z x", "2026-03-31"}) {
    CHECK(encoded("datetime", bad).starts_with("must be a time with its offset"));
  }
  CHECK(encoded("uuid", "5eed0001-0000-4000-8000-00000000000A") == "= 5eed0001-0000-4000-8000-00000000000A");
  CHECK(encoded("uuid", "42").starts_with("must be an id (a UUID) that another tool returned"));
}

TEST_CASE("arguments: choices, booleans and objects") {
  CHECK(encoded("enum(in,out)", "in") == "= in");
  CHECK(encoded("enum(in,out)", "IN") == "must be one of: in, out (got \"IN\")");
  CHECK(encoded("enum(in,out)", 1) == "must be one of: in, out (got 1)");
  CHECK(encoded("boolean", false) == "= false");
  CHECK(encoded("boolean", "false") == "must be true or false (got \"false\")");
  CHECK(encoded("object", json::parse(R"({"a":[1,"x"]})")) == R"(= {"a":[1,"x"]})");
  CHECK(encoded("object", json::array()) == "must be an object (got [])");
  CHECK(encoded("object", {{"a", std::string(70'000, 'x')}}) == "must be smaller than 64 KiB");
}

TEST_CASE("arguments: an array becomes a literal whose elements cannot break out") {
  CHECK(encoded("array(integer)", json::parse("[1,2]")) == R"(= {"1","2"})");
  CHECK(encoded("array(string)", json::parse("[]")) == "= {}");
  CHECK(encoded("array(string)", json::parse(R"(["a\"b","c\\d","e,f","{}","NULL"])")) ==
        R"(= {"a\"b","c\\d","e,f","{}","NULL"})");
  CHECK(encoded("array(integer)", 1) == "must be an array (got 1)");
  CHECK(encoded("array(integer) max_items=1", json::parse("[1,2]")) == "must have at most 1 items (got 2)");
  CHECK(encoded("array(integer) min_items=1", json::array()) == "must have at least 1 items");
  CHECK(encoded("array(integer)", json::parse("[1,null]")) == "[1] must be an integer (got null)");
}

TEST_CASE("arguments: a long value is quoted short, at a character's end") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "ü";
  const auto message = encoded("integer", text);
  CHECK(message.size() < 100);
  CHECK(core::parse_json("\"" + message.substr(message.find("got \"") + 5, 56) + "\"").has_value());
}

TEST_CASE("arguments: defaults fill in, null counts as absent") {
  const auto map = check({"a integer default=7: A.", "b date optional: B.", "c string: C.", "d string optional: D."},
                         R"({"c":"x","d":null})");
  REQUIRE(map.has_value());
  CHECK(*map == argument_map{{"a", "7"}, {"b", std::nullopt}, {"c", "x"}, {"d", std::nullopt}});
}

TEST_CASE("arguments: all faults are named at once") {
  const auto map = check({"a integer: A.", "b string: B."}, R"({"a":"x","c":1})");
  REQUIRE(map.has_error());
  CHECK(map.error().code == core::errc::invalid_field);
  CHECK(map.error().message ==
        "c is not known; known arguments: a, b; a must be an integer (got \"x\"); b is required");
  CHECK(map.error().fields.size() == 3);
  CHECK(check({"a integer: A."}, "[]").error().message == "arguments: must be an object");
  CHECK(check({}, R"({"x":1})").error().message == "x is not known; this tool takes no arguments");
}

TEST_CASE("arguments: a flood of unknown names makes a short complaint") {
  json many = json::object();
  for (int i = 0; i < 5000; ++i) many["name" + std::to_string(i) + std::string(500, 'x')] = i;
  const auto map = check_arguments({}, many);
  REQUIRE(map.has_error());
  CHECK(map.error().message.size() < 4000);
}

}  // namespace switchboard::tools
