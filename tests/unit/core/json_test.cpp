#include "core/json.hpp"

#include "support/show_result.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace switchboard;
using core::parse_json;

namespace {

core::errc refusal(std::string_view text, const core::json_limits& limits = {}) {
  const auto parsed = parse_json(text, limits);
  REQUIRE_FALSE(parsed);
  CHECK_FALSE(parsed.error().message.empty());
  return parsed.error().code;
}

std::string nested(std::size_t depth, char open = '[', char close = ']') {
  return std::string(depth, open) + std::string(depth, close);
}

}  // namespace

TEST_CASE("json: reads every kind of value") {
  const auto parsed = parse_json(R"( {"a":[1,-2,3.5,1e3,true,false,null,"x\u00e9\ud83d\ude00"],"b":{}} )");
  REQUIRE(parsed);
  CHECK((*parsed)["a"][0] == 1);
  CHECK((*parsed)["a"][1] == -2);
  CHECK((*parsed)["a"][3] == 1000.0);
  CHECK((*parsed)["a"][7] == "x\xc3\xa9\xf0\x9f\x98\x80");
  CHECK((*parsed)["b"].empty());
  for (const std::string text : {"0", "\"x\"", "null", "[]", "{}", " true "}) CHECK(parse_json(text));
}

TEST_CASE("json: refuses text that is no JSON") {
  for (const std::string text : {"",
                                 " ",
                                 "{",
                                 "[",
                                 "{]",
                                 "[1,]",
                                 "{\"a\":1,}",
                                 "{a:1}",
                                 "{'a':1}",
                                 "[1] x",
                                 "1 2",
                                 "nul",
                                 "NaN",
                                 "Infinity",
                                 "-",
                                 "01",
                                 "1.",
                                 ".5",
                                 "+1",
                                 "\"",
                                 "\"\n\"",
                                 "\"\\x\"",
                                 "\"\\u12\"",
                                 "// c\n1",
                                 "/**/1",
                                 "\"\xff\"",
                                 "\"\xc0\x80\"",
                                 "\"\xed\xa0\x80\"",
                                 "\"\\ud800\"",
                                 "\"\\udc00\\ud800\"",
                                 "[1e999]",
                                 "[-1e999]"}) {
    INFO(text);
    CHECK(refusal(text) == core::errc::bad_json);
  }
}

TEST_CASE("json: nests to the limit and no deeper") {
  CHECK(parse_json(nested(64)));
  CHECK(refusal(nested(65)) == core::errc::bad_json);
  CHECK(parse_json(nested(3), {.max_depth = 3}));
  CHECK(refusal(nested(4), {.max_depth = 3}) == core::errc::bad_json);
  CHECK(parse_json(R"({"a":{"b":{}}})", {.max_depth = 3}));
  CHECK(refusal(R"({"a":{"b":{"c":{}}}})", {.max_depth = 3}) == core::errc::bad_json);
  // Siblings do not add up.
  CHECK(parse_json("[[],[],[],[[]]]", {.max_depth = 3}));
}

TEST_CASE("json: a hundred thousand brackets are refused, not followed") {
  CHECK(refusal(std::string(100000, '[')) == core::errc::bad_json);
  CHECK(refusal(nested(100000)) == core::errc::bad_json);
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
  CHECK(refusal(objects) == core::errc::bad_json);
}

TEST_CASE("json: refuses a key named twice in one object, however it is spelled") {
  CHECK(refusal(R"({"a":1,"a":1})") == core::errc::bad_json);
  CHECK(refusal(R"({"a":1,"b":2,"\u0061":3})") == core::errc::bad_json);
  CHECK(refusal(R"([{"x":{"a":1,"a":2}}])") == core::errc::bad_json);
  CHECK(refusal(R"({"":1,"":2})") == core::errc::bad_json);
  CHECK(parse_json(R"([{"a":1},{"a":2}])"));
  CHECK(parse_json(R"({"a":{"a":{"a":1}},"b":{"a":2}})"));
  const auto last = parse_json(R"({"a":1,"a":2})", {.duplicates = core::duplicate_keys::keep_last});
  REQUIRE(last);
  CHECK((*last)["a"] == 2);
}

TEST_CASE("json: refuses U+0000, which Postgres cannot store") {
  CHECK(refusal(R"({"a":"x\u0000y"})") == core::errc::bad_json);
  CHECK(refusal(R"({"a\u0000":1})") == core::errc::bad_json);
  CHECK(refusal(std::string_view("\"a\0b\"", 5)) == core::errc::bad_json);
  CHECK(refusal(std::string_view("1\0", 2)) == core::errc::bad_json);
  CHECK(parse_json(R"("\\u0000")"));
}

TEST_CASE("json: refuses over its size before it looks") {
  CHECK(parse_json("[1]", {.max_bytes = 3}));
  CHECK(refusal("[12]", {.max_bytes = 3}) == core::errc::payload_too_large);
  CHECK(refusal(std::string((1U << 20) + 1, ' ')) == core::errc::payload_too_large);
}

TEST_CASE("json: numbers keep what they can hold") {
  CHECK(parse_json("9223372036854775807")->get<std::int64_t>() == INT64_MAX);
  CHECK(parse_json("18446744073709551615")->is_number_unsigned());
  CHECK(parse_json("18446744073709551616")->is_number_float());
  CHECK(std::isfinite(parse_json("1e308")->get<double>()));
}

TEST_CASE("json: dump is compact and valid UTF-8 whatever it holds") {
  CHECK(core::dump({{"a", {1, "x"}}}) == R"({"a":[1,"x"]})");
  const auto text = core::dump("bad \xff byte");
  CHECK(text == "\"bad \xef\xbf\xbd byte\"");
  CHECK(parse_json(text));
  CHECK(core::json_text{}.text == "null");
}

TEST_CASE("json: a refusal says where, and quotes little") {
  const auto long_key = std::string(5000, 'k');
  const auto parsed = parse_json("{\"" + long_key + "\":1,\"" + long_key + "\":2}");
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().message.find("duplicate") != std::string::npos);
  CHECK(parsed.error().message.size() < 300);
  CHECK(parse_json("[1,}").error().message.find("byte 4") != std::string::npos);
}
