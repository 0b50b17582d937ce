#include "scripted-model/director.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::scripted_model;
using core::json;

namespace {

library scripts() {
  library out;
  const auto add = [&out](std::string_view text) {
    auto made = read_scenario("test", text);
    INFO((made ? std::string() : made.error().message));
    REQUIRE(made.has_value());
    out.scenarios.push_back(std::move(*made));
  };
  add(R"x({"match": {"any": ["spend on (\\w+)"], "none": ["budget"]
}
, "variables" : [ {"category" : "{{ message | find 'spend on (\\w+)' }}"} ], "steps" : [
  {"think" : "Hmm."}, {"say" : "Looking up {{ category }}."}, {
    "call" : [
      {
        "tool" : "getRows",
        "args" : {"category" : "{{ category }}", "limit" : 5, "none" : "{{ missing }}"},
        "as" : "rows"
      },
      {"tool" : "getTotal", "as" : "total"}
    ]
  },
  {"when" : "rows | not", "say" : "Nothing."},
  {"call" : [ {"tool" : "getOne", "each" : "rows", "args" : {"id" : "{{ item.id }}"}, "as" : "details"} ]},
  {"say" : "{{ rows | count }} rows, {{ total.sum | money }}: {{#each details as d}}{{ d.result }};{{/each}}"}
]
})x");
  add(R"x({"match": [{"any": ["^and"], "after": ["spend on"]}, {"any": ["^after"]}],
           "steps": [{"set": [{"first": "{{ history.0 }}"}, {"text": "After {{ first }}"}]}, {"say": "{{ text }}"}]})x");
  add(R"x({"part": "closing", "steps": [{"say": "Bye."}]})x");
  add(R"x({"part": "otherwise", "steps": [{"say": "Turn {{ turn }}: {{ message }}"}]})x");
  add(R"x({"part": "tool_missing", "steps": [{"say": "No {{ missing | join ', ' }}."}]})x");
  add(R"x({"part": "tool_failed", "steps": [{"say": "{{ failed.tool }}: {{ failed.message }}"}]})x");
  return out;
}

conversation chat_of(const std::string& message) {
  conversation chat;
  chat.may_think = true;
  chat.tools = {"mcp__tools__getRows", "mcp__tools__getTotal", "mcp__tools__getOne"};
  chat.turns.emplace_back();
  chat.turns.back().user = message;
  return chat;
}

// The answers to the calls of a reply, as the next request would bring them.
void answer(conversation& chat, const reply& asked, const std::vector<std::string>& texts) {
  turn& now = chat.turns.back();
  std::size_t next = 0;
  for (const auto& each : asked.blocks)
    if (each.what == block::kind::tool_use)
      now.tools.push_back({each.id, each.name, each.input, texts.at(next++), false, true, now.rounds});
  ++now.rounds;
}

reply next_reply(const conversation& chat) {
  int id = 0;
  return direct(scripts(), chat, read_markers(chat.turns.back().user),
                {"2026-11-20", [&id] { return "toolu_" + std::to_string(++id); }});
}

std::string text_of(const reply& r) {
  std::string out;
  for (const auto& each : r.blocks)
    if (each.what == block::kind::text) out += each.text;
  return out;
}

}  // namespace

TEST_CASE("director: says, calls in parallel with arguments from the message, and answers from the results") {
  auto chat = chat_of("What did I spend on software?");
  const auto first = next_reply(chat);
  REQUIRE(first.blocks.size() == 4);
  CHECK(first.stop_reason == "tool_use");
  CHECK(first.blocks[0].what == block::kind::thinking);
  CHECK(first.blocks[1].text == "Looking up software.");
  CHECK(first.blocks[2].name == "mcp__tools__getRows");
  CHECK(first.blocks[2].input.text == R"({"category":"software","limit":5})");
  CHECK(first.blocks[3].input.text == "{}");

  answer(chat, first, {R"([{"id":1},{"id":2}])", R"({"sum":"12.50"})"});
  const auto second = next_reply(chat);
  REQUIRE(second.blocks.size() == 2);
  CHECK(second.blocks[1].input.text == R"({"id":2})");

  answer(chat, second, {"plain text", "\"two\""});
  const auto third = next_reply(chat);
  CHECK(third.stop_reason == "end_turn");
  CHECK(text_of(third) == "2 rows, $12.50: plain text;two;\n\nBye.");
}

TEST_CASE("director: a step that calls nothing is passed, and conditions hold over the results") {
  auto chat = chat_of("spend on nothing");
  answer(chat, next_reply(chat), {"[]", "{}"});
  CHECK(text_of(next_reply(chat)) == "Nothing.\n\n0 rows, : \n\nBye.");
}

TEST_CASE("director: a missing tool and a failed one have their own words") {
  auto chat = chat_of("spend on software");
  chat.tools = {"mcp__tools__getRows"};
  const auto missing = next_reply(chat);
  CHECK(text_of(missing) == "No getTotal.");
  CHECK(missing.stop_reason == "end_turn");

  chat = chat_of("spend on software");
  answer(chat, next_reply(chat), {"denied by user", "{}"});
  chat.turns.back().tools[0].is_error = true;
  CHECK(text_of(next_reply(chat)) == "getRows: denied by user");
  chat.turns.back().tools[0].text = R"({"error":"not_found","message":"No such row."})";
  CHECK(text_of(next_reply(chat)) == "getRows: No such row.");
}

TEST_CASE("director: remembers the conversation") {
  auto chat = chat_of("spend on software");
  chat.turns.emplace_back();
  chat.turns.back().user = "and April?";
  CHECK(text_of(next_reply(chat)) == "After spend on software");
  CHECK(text_of(next_reply(chat_of("and April?"))) == "Turn 1: and April?");
  CHECK(text_of(next_reply(chat_of("after nothing"))) == "After ");
  CHECK(text_of(next_reply(chat_of("spend on a budget"))) == "Turn 1: spend on a budget");
}

TEST_CASE("director: never thinks where the request does not allow it") {
  auto chat = chat_of("[[think n=2]] hello");
  CHECK(next_reply(chat).blocks[0].what == block::kind::thinking);
  chat.may_think = false;
  CHECK(next_reply(chat).blocks[0].what == block::kind::text);
}

TEST_CASE("director: markers script whole rounds of tool calls") {
  auto chat = chat_of(R"([[tool getRows {"a":1}]][[tool unknown]][[then]][[tool getOne]][[repeat n=2]])");
  const auto first = next_reply(chat);
  REQUIRE(first.blocks.size() == 2);
  CHECK(first.blocks[0].name == "mcp__tools__getRows");
  CHECK(first.blocks[1].name == "unknown");
  answer(chat, first, {"A", "B"});
  for (const auto* expected : {"mcp__tools__getOne", "mcp__tools__getRows", "mcp__tools__getOne"}) {
    const auto next = next_reply(chat);
    REQUIRE(next.stop_reason == "tool_use");
    CHECK(next.blocks[0].name == expected);
    answer(chat, next, {"C", "D"});
  }
  CHECK_THAT(text_of(next_reply(chat)), Catch::StartsWith("getRows answered: A\nunknown answered: B\n"));
}

TEST_CASE("director: markers say words, change the stop reason, and leave the rest to the scenarios") {
  CHECK(text_of(next_reply(chat_of("[[long n=2]]"))) == "word1 word2 ");
  CHECK(text_of(next_reply(chat_of("[[say Hello there]]"))) == "Hello there");
  const auto stopped = next_reply(chat_of("[[stop max_tokens]] hello"));
  CHECK(stopped.stop_reason == "max_tokens");
  CHECK(text_of(stopped) == "Turn 1: hello");
}
