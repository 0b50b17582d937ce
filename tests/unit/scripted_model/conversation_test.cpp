#include "scripted-model/conversation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::scripted_model;

namespace {

conversation read(std::string_view text) {
  auto chat = read_conversation(core::parse_json(text).value());
  REQUIRE(chat.has_value());
  return std::move(*chat);
}

// As the Claude CLI sends it: reminders around the user's words and behind a tool's answer.
constexpr std::string_view two_turns = R"({
  "model": "claude-sonnet-4-5", "stream": true, "max_tokens": 32000, "thinking": {"type": "enabled", "budget_tokens": 4000},
  "system": [{"type": "text", "text": "You are Ledger."}],
  "tools": [{"name": "mcp__tools__getTransactions"}, {"name": "mcp__tools__createBudget"}],
  "messages": [
    {"role": "user", "content": [
      {"type": "text", "text": "<system-reminder>\nToday's date is 2026-11-20.\n</system-reminder>\n"},
      {"type": "text", "text": "list them"}]},
    {"role": "assistant", "content": [
      {"type": "text", "text": "Looking."},
      {"type": "tool_use", "id": "t1", "name": "mcp__tools__getTransactions", "input": {"limit": 2}},
      {"type": "tool_use", "id": "t2", "name": "mcp__tools__createBudget", "input": {}}]},
    {"role": "user", "content": [
      {"type": "tool_result", "tool_use_id": "t2", "content": "<tool_use_error>Denied.</tool_use_error>\n\n<system-reminder>\n1\n</system-reminder>", "is_error": true},
      {"type": "tool_result", "tool_use_id": "t1", "content": [
        {"type": "text", "text": "[1,2]\n"}, {"type": "text", "text": "<system-reminder>\ntokens\n</system-reminder>"}]}]},
    {"role": "assistant", "content": "Two."},
    {"role": "user", "content": [
      {"type": "text", "text": "[Request interrupted by user]"}, {"type": "text", "text": "and now?"}]}]})";

}  // namespace

TEST_CASE("conversation: turns, tool answers and reminders of a real request") {
  const auto chat = read(two_turns);
  CHECK(chat.stream);
  CHECK(chat.may_think);
  CHECK(chat.system == "You are Ledger.");
  REQUIRE(chat.turns.size() == 2);
  CHECK(chat.turns[0].user == "list them");
  CHECK(chat.turns[0].assistant == "Looking.\nTwo.");
  CHECK(chat.turns[0].rounds == 1);
  REQUIRE(chat.turns[0].tools.size() == 2);
  CHECK(chat.turns[0].tools[0].text == "[1,2]");
  CHECK(chat.turns[0].tools[0].input.text == R"({"limit":2})");
  CHECK_FALSE(chat.turns[0].tools[0].is_error);
  CHECK(chat.turns[0].tools[1].is_error);
  CHECK(chat.turns[0].tools[1].text == "Denied.");
  CHECK(chat.turns[1].user == "and now?");
  CHECK(chat.turns[1].rounds == 0);
}

TEST_CASE("conversation: a short name finds the offered tool") {
  const auto chat = read(two_turns);
  CHECK(resolve_tool(chat, "createBudget") == "mcp__tools__createBudget");
  CHECK(resolve_tool(chat, "Budget").empty());
  CHECK(resolve_tool(chat, "nothing").empty());
}

TEST_CASE("conversation: refuses what the API refuses") {
  for (const auto* bad : {"[]", "{}", R"({"model":"m"})", R"({"model":"m","messages":[]})",
                          R"({"messages":[{"role":"user","content":"x"}]})",
                          R"({"model":"m","messages":[{"role":"tool","content":"x"}]})",
                          R"({"model":"m","messages":[7]})", R"({"model":"m","messages":[{"role":"user"}]})"}) {
    INFO(bad);
    CHECK(read_conversation(core::parse_json(bad).value()).has_error());
  }
}

TEST_CASE("conversation: a message that was never answered is a turn before the next one") {
  const auto chat = read(R"({"model":"m","messages":[{"role":"user","content":[
    {"type":"text","text":"first"},{"type":"text","text":"second"}]}]})");
  REQUIRE(chat.turns.size() == 2);
  CHECK(chat.turns[1].user == "second");
}

TEST_CASE("conversation: odd but harmless shapes are read") {
  const auto chat = read(R"({"model":"m","messages":[
    {"role":"assistant","content":"first"},
    {"role":"user","content":[7,{"type":"tool_result"},{"type":"text"},{"type":"image"}]},
    {"role":"user","content":"hi"}]})");
  REQUIRE(chat.turns.size() == 1);
  CHECK(chat.turns[0].user == "hi");
}

TEST_CASE("conversation: what the client notes as the system between the turns is nobody's turn") {
  const auto chat =
      read(R"({"model":"m","messages":[{"role":"user","content":"first"},{"role":"system","content":"a note"},
    {"role":"assistant","content":"yes"},{"role":"user","content":"second"},{"role":"system","content":[]}]})");
  REQUIRE(chat.turns.size() == 2);
  CHECK(chat.turns[0].user == "first");
  CHECK(chat.turns[0].assistant == "yes");
  CHECK(chat.turns[1].user == "second");
}
