#include "scripted-model/expression.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::scripted_model;
using core::json;

namespace {

const json scope = json::parse(R"({
  "today": "2026-11-20", "n": 12, "text": "Hello", "none": null, "empty": [],
  "message": "what did I spend on software in March?",
  "history": ["my name is Ada", "thanks", "my name is Max, really"],
  "rows": [
    {"merchant": "Figma", "amount": "-45.00", "category": "Software"},
    {"merchant": "Slack", "amount": -12.5, "category": "Software"},
    {"merchant": "Nori", "amount": "-30", "category": "Meals"},
    {"merchant": "Figma", "amount": "-45.00", "category": "software"},
    {"merchant": "Halden", "amount": 16500, "category": "Retainers"}]})");

json eval(std::string_view text) {
  auto parsed = expression::parse(text);
  INFO(text);
  REQUIRE(parsed.has_value());
  return parsed->evaluate(scope);
}

}  // namespace

TEST_CASE("expression: operands") {
  CHECK(eval("rows.1.merchant") == "Slack");
  CHECK(eval("'it is'") == "it is");
  CHECK(eval("-2.5") == -2.5);
  CHECK(eval("true") == true);
  CHECK(eval("null") == nullptr);
  CHECK(eval("(n | plus (n | minus 2)) | times 2") == 44);
}

TEST_CASE("expression: what is not there is null, and filters survive it") {
  CHECK(eval("rows.99.merchant") == nullptr);
  CHECK(eval("rows.merchant.x") == nullptr);
  CHECK(eval("rows.99999999999999999999") == nullptr);
  CHECK(eval("missing | money") == nullptr);
  CHECK(eval("missing | sum 'amount'") == 0);
  CHECK(eval("text | sort 'x'") == json::array());
  CHECK(eval("n | over 0") == nullptr);
}

TEST_CASE("expression: lists") {
  CHECK(eval("rows | where 'category' 'software' | sum 'amount'") == -102.5);
  CHECK(eval("rows | below 'amount' 0 | count") == 4);
  CHECK(eval("rows | above 'amount' 0 | pluck 'merchant' | join ','") == "Halden");
  CHECK(eval("rows | sort 'amount' | first 2 | pluck 'merchant'") == json({"Figma", "Figma"}));
  CHECK(eval("rows | sort_down 'amount' | at 0 | at 'merchant'") == "Halden");
  CHECK(eval("rows | at 5") == nullptr);
  CHECK(eval("rows | at -1") == nullptr);
  CHECK(eval("rows | like 'category' 'meal' | count") == 1);
  const json groups = eval("rows | group 'merchant' 'amount'");
  REQUIRE(groups.size() == 4);
  CHECK(groups[0] == json{{"key", "Figma"}, {"count", 2}, {"total", -90}});
  CHECK(eval("rows | last") == scope["rows"][4]);
  CHECK(eval("rows | last 2 | pluck 'merchant'") == json({"Figma", "Halden"}));
  CHECK(eval("rows | last 99 | count") == 5);
  CHECK(eval("rows | without 'category' 'SOFTWARE' | count") == 2);
}

TEST_CASE("expression: numbers as money and shares") {
  CHECK(eval("1234567.5 | money") == "$1,234,567.50");
  CHECK(eval("-999.999 | money") == "-$1,000.00");
  CHECK(eval("'12.3' | money") == "$12.30");
  CHECK(eval("12 | money 'EUR'") == "12.00 EUR");
  CHECK(eval("12 | percent 48") == "25%");
  CHECK(eval("2.345 | round 1") == 2.3);
  CHECK(eval("-3 | abs") == 3);
}

TEST_CASE("expression: text, conditions, memory of the conversation") {
  CHECK(eval("'Weekly reports, please!' | slug") == "weekly-reports-please");
  CHECK(eval("text | upper") == "HELLO");
  CHECK(eval("'april' | title") == "April");
  CHECK(eval("history | find 'my name is (\\w+)'") == "Max");
  CHECK(eval("history | find 'my dog is (\\w+)'") == nullptr);
  CHECK(eval("message | months | pluck 'label'") == json({"March 2026"}));
  CHECK(eval("'set it to $800' | amount") == 800);
  CHECK(eval("none | or 'x'") == "x");
  CHECK(eval("n | gt 10 | and (n | lt 20)") == true);
  CHECK(eval("empty | not") == true);
  CHECK(eval("'2026-03-04' | date") == "Mar 4");
}

TEST_CASE("expression: refuses what it cannot read, when it is loaded") {
  for (const auto* bad : {"", "a |", "a | nosuch", "a | money 1 2 3", "'open", "(a", "a b", "a..b", "a | first", "|",
                          "((((((((((((((((((a))))))))))))))))))"}) {
    INFO(bad);
    CHECK(expression::parse(bad).has_error());
  }
}
