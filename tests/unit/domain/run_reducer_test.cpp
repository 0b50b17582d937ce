#include "domain/run_reducer.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::domain;
using std::chrono::milliseconds;

namespace {

// A reducer and all that it has emitted, each event as its JSON without type-independent noise.
class folded {
 public:
  explicit folded(run_context c = {}) : reducer(std::move(c)) {}
  folded& message(const agent_message& m, int at = 0) { return add(reducer.on_message(m, milliseconds(at))); }
  folded& cancel() { return add(reducer.on_cancel(milliseconds(0))); }
  folded& failure(core::errc code) { return add(reducer.on_failure(core::make_error(code), milliseconds(0))); }
  folded& begin() { return add(reducer.begin()); }

  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& e : events) out.emplace_back(type_name(e));
    return out;
  }
  template<class Event>
  std::vector<Event> all() const {
    std::vector<Event> out;
    for (const auto& e : events) {
      if (const auto* one = std::get_if<Event>(&e)) out.push_back(*one);
    }
    return out;
  }

  run_reducer reducer;
  std::vector<event> events;

 private:
  folded& add(std::vector<event> more) {
    for (auto& e : more) events.push_back(std::move(e));
    return *this;
  }
};

using words = std::vector<std::string>;

init_message init() {
  return {.session_id = "s-1", .model = "claude-sonnet", .permission_mode = "default", .tools = {}, .mcp_servers = {}};
}
result_message result() {
  result_message m;
  m.subtype = "success";
  m.session_id = "s-1";
  m.num_turns = 1;
  m.stop_reason = "end_turn";
  return m;
}
assistant_message says(content_block block, const std::string& id = "m1") {
  return {.message_id = id, .model = "claude-sonnet", .by = author::model, .content = {std::move(block)}};
}
tool_use_block tool(const std::string& id, const std::string& name = "mcp__tools__getTransactions") {
  return {id, name, {R"({"limit":3})"}};
}

}  // namespace

TEST_CASE("run reducer: session comes once, from init") {
  folded f;
  f.message(init()).message(init());
  CHECK(f.names() == words{"session"});
  CHECK(f.all<session_event>().front().session_id == "s-1");
}

TEST_CASE("run reducer: a session that is known is announced at the beginning") {
  run_context c;
  c.session_id = "known";
  c.is_resumed = true;
  folded f(c);
  f.begin().message(init());
  CHECK(f.names() == words{"session"});
  CHECK(f.all<session_event>().front().session_id == "known");
  CHECK(f.all<session_event>().front().is_resumed);
  CHECK(folded().begin().names().empty());
}

TEST_CASE("run reducer: a failure before init is still led by session") {
  folded f;
  f.failure(core::errc::agent_unavailable);
  CHECK(f.names() == words{"session", "error"});
}

TEST_CASE("run reducer: a block ends with exactly one complete") {
  folded f;
  f.message(init()).message(message_start_message{"m1", "claude-sonnet", {}});
  f.message(block_start_message{0, block_kind::text, "He"}).message(text_delta_message{0, "llo"});
  f.message(block_stop_message{0}).message(block_stop_message{0}).message(message_stop_message{});
  f.message(block_start_message{1, block_kind::thinking, ""}).message(thinking_delta_message{1, "hm"});
  f.message(block_start_message{2, block_kind::tool_use, ""});
  const auto texts = f.all<text_event>();
  REQUIRE(texts.size() == 3);
  CHECK(texts[0].content + texts[1].content + texts[2].content == "Hello");
  CHECK(texts[1].state == block_state::open);
  CHECK(texts[2].state == block_state::complete);
  CHECK(f.all<reasoning_event>().back().state == block_state::complete);
}

TEST_CASE("run reducer: a delta whose block was never opened opens it") {
  folded f;
  f.message(init()).message(text_delta_message{0, "a"}).message(thinking_delta_message{0, "b"}).message(result());
  CHECK(f.names() == words{"session", "text", "text", "reasoning", "reasoning", "done"});
}

TEST_CASE("run reducer: text that came without deltas is one whole block") {
  folded f;
  f.message(init()).message(says(text_block{"All at once."}));
  const auto texts = f.all<text_event>();
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].content == "All at once.");
  CHECK(texts[0].state == block_state::complete);
  CHECK(f.reducer.text() == "All at once.");
}

TEST_CASE("run reducer: the CLI's own words are not the agent's") {
  folded f;
  auto synthetic = says(text_block{"API Error"});
  synthetic.by = author::cli;
  f.message(init()).message(synthetic).message(result());
  CHECK(f.names() == words{"session", "done"});
  CHECK(f.reducer.text().empty());
}

TEST_CASE("run reducer: a tool call and its result, with the time between their lines") {
  folded f;
  f.message(init()).message(says(tool("t1")), 100).message(says(tool("t1")), 150);
  f.message(user_message{{{"t1", {"[1]"}, false}, {"unknown", {"2"}, false}}}, 350);
  f.message(user_message{{{"t1", {"[1]"}, false}}}, 400);
  const auto starts = f.all<tool_start_event>();
  const auto results = f.all<tool_result_event>();
  REQUIRE(starts.size() == 1);
  REQUIRE(results.size() == 1);
  CHECK(starts[0].tool_name == "getTransactions");
  CHECK(starts[0].display_name == "Get Transactions");
  CHECK(starts[0].args.text == R"({"limit":3})");
  CHECK(results[0].duration_ms == 250);
  CHECK(results[0].success);
}

TEST_CASE("run reducer: tool names keep what is no prefix") {
  folded f;
  f.message(says(tool("a", "Bash"))).message(says(tool("b", "mcp__x"))).message(says(tool("c", "mcp__a__b__c")));
  const auto starts = f.all<tool_start_event>();
  CHECK(starts[0].tool_name == "Bash");
  CHECK(starts[1].tool_name == "mcp__x");
  CHECK(starts[2].tool_name == "b__c");
}

TEST_CASE("run reducer: a tool that failed, and one that was cut off, end in error") {
  folded f;
  f.message(init()).message(says(tool("t1"))).message(says(tool("t2")));
  f.message(user_message{{{"t1", {"\"no\""}, true}}}).failure(core::errc::agent_crashed);
  CHECK_FALSE(f.all<tool_result_event>().front().success);
  const auto parts = f.reducer.parts_json().text;
  CHECK(parts.find("running") == std::string::npos);
  CHECK(parts.find(
            R"("toolCallId":"t2","toolName":"getTransactions","args":{"limit":3},"result":null,"state":"error")") !=
        std::string::npos);
}

TEST_CASE("run reducer: retrying and compacting are told") {
  folded f;
  api_retry_message retry;
  retry.attempt = 2;
  retry.delay_ms = 700;
  f.message(init()).message(retry);
  f.message(status_message{"requesting"}).message(status_message{"compacting"}).message(status_message{"compacting"});
  f.message(compact_boundary_message{}).message(status_message{""}).message(compact_boundary_message{});
  const auto status = f.all<status_event>();
  REQUIRE(status.size() == 3);
  CHECK(status[0].status == "retrying");
  CHECK(status[0].attempt == 2);
  CHECK(status[0].delay_ms == 700);
  CHECK(status[1].status == "compacting");
  CHECK(status[2].status == "compacting");
}

TEST_CASE("run reducer: done carries this turn's tokens and their price, model by model") {
  run_context c;
  c.prices = {{"sonnet", 3'000'000, 15'000'000, 300'000, 3'750'000}, {"haiku", 1'000'000, 5'000'000, 0, 0}};
  folded f(c);
  auto m = result();
  m.tokens = {1000, 100, 10, 1};
  m.tokens_by_model = {{"claude-sonnet", {1000, 100, 10, 1}}, {"claude-haiku", {500, 50, 0, 0}}};
  m.num_turns = 3;
  f.message(init()).message(m);
  const auto done = f.all<done_event>().front();
  CHECK(done.tokens == usage{1500, 150, 10, 1});
  CHECK(done.cost_microdollars == 3000 + 1500 + 3 + 4 + 500 + 250);
  CHECK(done.turn_count == 3);
  CHECK(done.stop_reason == "end_turn");
  CHECK(f.reducer.outcome().state == run_state::completed);
}

TEST_CASE("run reducer: a run that died has the tokens that were streamed") {
  run_context c;
  c.prices = {{"sonnet", 1'000'000, 1'000'000, 1'000'000, 1'000'000}};
  folded f(c);
  f.message(init());
  f.message(message_start_message{"m1", "claude-sonnet", {100, 1, 5, 0}});
  f.message(message_delta_message{{}, 20, {}, {}, "tool_use"});
  f.message(message_start_message{"m2", "claude-sonnet", {200, 1, 0, 0}});
  f.failure(core::errc::agent_crashed);
  CHECK(f.reducer.outcome().tokens == usage{300, 21, 5, 0});
  CHECK(f.reducer.outcome().cost_microdollars == 326);
}

TEST_CASE("run reducer: however a run ends after the user wanted it to stop, it ends as cancelled") {
  auto aborted = result();
  aborted.is_error = true;
  aborted.terminal_reason = "aborted_streaming";
  auto failed = result();
  failed.is_error = true;
  for (const auto& end : {aborted, failed, result()}) {
    folded f;
    f.message(init()).message(text_delta_message{0, "so far"}).cancel().message(end);
    CHECK(f.names() == words{"session", "text", "text", "done"});
    CHECK(f.all<done_event>().front().stop_reason == "cancelled");
    CHECK(f.reducer.outcome().state == run_state::cancelled);
    CHECK(f.reducer.text() == "so far");
  }
  folded killed;
  killed.message(init()).cancel().failure(core::errc::agent_crashed);
  CHECK(killed.reducer.outcome().state == run_state::cancelled);
}

TEST_CASE("run reducer: an aborted turn is a cancel even where nobody told the reducer") {
  auto aborted = result();
  aborted.is_error = true;
  aborted.terminal_reason = "aborted_tools";
  folded f;
  f.message(aborted);
  CHECK(f.all<done_event>().front().stop_reason == "cancelled");
}

TEST_CASE("run reducer: is_error decides, whatever the subtype says") {
  auto m = result();
  m.is_error = true;
  m.api_error_status = 529;
  folded f;
  f.message(m);
  const auto error = f.all<error_event>().front();
  CHECK(error.code == "overloaded");
  CHECK(error.recoverable);
  CHECK(f.reducer.outcome().state == run_state::failed);
  CHECK(f.reducer.outcome().recoverable);
  REQUIRE(f.reducer.outcome().error);
}

TEST_CASE("run reducer: nothing follows the end") {
  folded f;
  f.message(init()).message(result());
  const auto ended = f.events.size();
  f.message(text_delta_message{0, "late"})
      .message(result())
      .cancel()
      .failure(core::errc::agent_crashed)
      .message(init());
  CHECK(f.events.size() == ended);
  CHECK(f.reducer.ended());
}

TEST_CASE("run reducer: an answer that broke off and came again as a whole is not told twice") {
  folded f;
  f.message(init()).message(message_start_message{"m1", "x", {}}).message(text_delta_message{0, "The answer"});
  f.message(block_stop_message{0}).message(message_stop_message{0});
  f.message(says(text_block{"The answer is 4."}, "m2")).message(result());
  std::string streamed;
  for (const auto& t : f.all<text_event>()) streamed += t.content;
  CHECK(streamed == "The answer is 4.");
  CHECK(f.reducer.text() == "The answer is 4.");
  CHECK(f.all<status_event>().empty());
}

TEST_CASE("run reducer: another answer than the one that broke off replaces it, and says so") {
  folded f;
  f.message(init()).message(message_start_message{"m1", "x", {}}).message(text_delta_message{0, "The answer"});
  f.message(message_stop_message{0});
  f.message(says(text_block{"It is 4."}, "m2")).message(result());
  CHECK(f.names() == words{"session", "text", "text", "status", "text", "done"});
  CHECK(f.reducer.text() == "It is 4.");
}

TEST_CASE("run reducer: an answer that broke off and never came again is kept") {
  folded f;
  f.message(init()).message(message_start_message{"m1", "x", {}}).message(text_delta_message{0, "The answer"});
  f.message(message_stop_message{0}).failure(core::errc::model_unavailable);
  CHECK(f.reducer.text() == "The answer");
}

TEST_CASE("run reducer: an abandonment beyond what was streamed changes nothing") {
  folded f;
  f.message(message_start_message{"m1", "x", {}}).message(text_delta_message{0, "a"}).message(message_stop_message{1});
  f.message(says(text_block{"b"}, "m2"));
  CHECK(f.reducer.text() == "a\n\nb");
}
