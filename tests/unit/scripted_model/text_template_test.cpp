#include "scripted-model/text_template.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::scripted_model;
using core::json;

namespace {

std::string render(std::string_view text, const json& scope) {
  auto parsed = text_template::parse(text);
  INFO(text);
  REQUIRE(parsed.has_value());
  return parsed->render(scope);
}

}  // namespace

TEST_CASE("text_template: values, loops and conditions") {
  const json scope = {
      {"name", "Ada"}, {"rows", {{{"m", "Figma"}, {"a", 45}}, {{"m", "Slack"}, {"a", 12.5}}}}, {"zero", 0}};
  CHECK(render("Hi {{ name }}!", scope) == "Hi Ada!");
  CHECK(render("{{#each rows as row}}{{ row.m }}={{ row.a | money }};{{/each}}", scope) ==
        "Figma=$45.00;Slack=$12.50;");
  CHECK(render("{{#if zero}}yes{{else}}no{{/if}}{{#if name}} {{#if zero}}a{{else}}b{{/if}}{{/if}}", scope) == "no b");
}

TEST_CASE("text_template: a block tag alone on its line takes the line with it") {
  const json scope = {{"rows", {1, 2}}};
  CHECK(render("List:\n{{#each rows as r}}\n- {{ r }}\n{{/each}}\nEnd", scope) == "List:\n- 1\n- 2\nEnd");
}

TEST_CASE("text_template: a loop's variable ends with the loop") {
  CHECK(render("{{#each rows as name}}{{ name }}{{/each}} {{ name }}", {{"rows", {1}}, {"name", "Ada"}}) == "1 Ada");
}

TEST_CASE("text_template: data is never read as a template") {
  CHECK(render("{{ text }}", {{"text", "{{ secret }}"}, {"secret", "x"}}) == "{{ secret }}");
}

TEST_CASE("text_template: one expression keeps its type, a mixed text does not") {
  const json scope = {{"n", 12}};
  CHECK(text_template::parse("{{ n }}")->evaluate(scope) == 12);
  CHECK(text_template::parse(" {{ n }}")->evaluate(scope) == " 12");
  CHECK(text_template::parse("")->evaluate(scope) == "");
}

TEST_CASE("text_template: refuses bad syntax") {
  for (const auto* bad : {"{{ a", "{{#each a as b}}", "{{#each a}}{{/each}}", "{{#if a}}{{/each}}", "{{/if}}",
                          "{{else}}", "{{ a | nosuch }}", "{{#unless a}}{{/unless}}"}) {
    INFO(bad);
    CHECK(text_template::parse(bad).has_error());
  }
}
