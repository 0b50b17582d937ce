#include "scripted-model/message_body.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::scripted_model;
using core::json;
using std::chrono::milliseconds;

namespace {

reply sample() {
  reply out;
  out.blocks.push_back({block::kind::thinking, "Let me see.", {}, {}, {}, {}});
  out.blocks.push_back({block::kind::pause, {}, {}, {}, {}, milliseconds(70)});
  out.blocks.push_back({block::kind::text, "It  is\nänderbar ", {}, {}, {}, {}});
  out.blocks.push_back(
      {block::kind::tool_use, {}, "toolu_1", "mcp__tools__x", {R"({"note":"ääääääääääääääääää"})"}, {}});
  out.stop_reason = "tool_use";
  return out;
}

std::vector<json> events(const std::vector<frame>& frames) {
  std::vector<json> out;
  for (const auto& each : frames) {
    const auto line = each.bytes.find("\ndata: ");
    REQUIRE(each.bytes.starts_with("event: "));
    REQUIRE(each.bytes.ends_with("\n\n"));
    out.push_back(json::parse(each.bytes.substr(line + 7)));
    CHECK(out.back()["type"] == each.bytes.substr(7, line - 7));
  }
  return out;
}

}  // namespace

TEST_CASE("message_body: the stream carries the blocks whole, in the API's order") {
  const auto frames = make_frames(sample(), {10, 0, 5, 7}, "msg_1", "claude-x", milliseconds(3));
  std::string text;
  std::string thinking;
  std::string input;
  std::vector<std::string> order;
  for (const auto& each : events(frames)) {
    if (order.empty() || each["type"] != order.back()) order.push_back(each["type"].get<std::string>());
    if (each["type"] != "content_block_delta") continue;
    text += each["delta"].value("text", "");
    thinking += each["delta"].value("thinking", "");
    input += each["delta"].value("partial_json", "");
  }
  CHECK(text == "It  is\nänderbar ");
  CHECK(thinking == "Let me see.");
  CHECK(input == R"({"note":"ääääääääääääääääää"})");
  CHECK(order == std::vector<std::string>{"message_start", "content_block_start", "ping", "content_block_delta",
                                          "content_block_stop", "content_block_start", "content_block_delta",
                                          "content_block_stop", "content_block_start", "content_block_delta",
                                          "content_block_stop", "message_delta", "message_stop"});
}

TEST_CASE("message_body: the stream's envelope") {
  const auto all = events(make_frames(sample(), {10, 2, 5, 7}, "msg_1", "claude-x", milliseconds(0)));
  CHECK(all[0]["message"]["model"] == "claude-x");
  CHECK(all[0]["message"]["usage"]["input_tokens"] == 10);
  CHECK(all[0]["message"]["usage"]["cache_creation_input_tokens"] == 2);
  CHECK(all[1]["content_block"] == json{{"type", "thinking"}, {"thinking", ""}, {"signature", ""}});
  const auto& end = all[all.size() - 2];
  CHECK(end["delta"]["stop_reason"] == "tool_use");
  CHECK(end["usage"]["output_tokens"] == 7);
}

TEST_CASE("message_body: words wait for the pace, blocks for their pause") {
  for (const auto& each : make_frames(sample(), {}, "m", "x", milliseconds(3))) {
    if (each.is_delta && each.bytes.find("text_delta") != std::string::npos) CHECK(each.wait == milliseconds(3));
    if (each.bytes.find(R"("content_block":{"text")") != std::string::npos) CHECK(each.wait == milliseconds(70));
  }
}

TEST_CASE("message_body: one message instead of a stream") {
  const json whole = json::parse(make_message(sample(), {10, 0, 5, 7}, "msg_1", "claude-x"));
  REQUIRE(whole["content"].size() == 3);
  CHECK(whole["content"][1]["text"] == "It  is\nänderbar ");
  CHECK(whole["content"][2]["input"]["note"] == "ääääääääääääääääää");
  CHECK(whole["stop_reason"] == "tool_use");
  CHECK(whole["usage"]["output_tokens"] == 7);
}

TEST_CASE("message_body: a first request writes the cache, later ones read it") {
  conversation chat;
  chat.turns.resize(1);
  chat.all_bytes = 400;
  chat.new_bytes = 40;
  const auto first = count_tokens(chat, sample());
  CHECK(first.input == 10);
  CHECK(first.cache_write == 90);
  CHECK(first.cache_read == 0);
  CHECK(first.output > 10);
  chat.turns.back().rounds = 1;
  CHECK(count_tokens(chat, sample()).cache_read == 90);
}

TEST_CASE("message_body: errors name their type") {
  CHECK(json::parse(make_error_body(529, "Overloaded", "req_1")) ==
        json::parse(
            R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"})"));
  CHECK(json::parse(make_error_body(500, "x", ""))["error"]["type"] == "api_error");
}
