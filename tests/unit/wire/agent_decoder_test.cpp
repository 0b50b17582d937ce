#include "wire/agent_decoder.hpp"

#include "support/agent_recording.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>

using namespace switchboard;
using namespace switchboard::domain;
using switchboard::wire::decode_agent_line;

namespace {

template<class Message>
Message decode(std::string_view line) {
  const auto decoded = decode_agent_line(line);
  REQUIRE(std::holds_alternative<agent_message>(decoded));
  const auto& message = std::get<agent_message>(decoded);
  REQUIRE(std::holds_alternative<Message>(message));
  return std::get<Message>(message);
}

std::string event_line(const std::string& event) {
  return R"({"type":"stream_event","event":)" + event + R"(,"parent_tool_use_id":null})";
}

}  // namespace

TEST_CASE("agent decoder: every recorded line is a known message or control message") {
  std::map<std::string, int> others;
  for (const auto& recording : test::all_recordings()) {
    for (const auto& line : test::cli_lines(recording)) {
      const auto decoded = decode_agent_line(line);
      const auto* message = std::get_if<agent_message>(&decoded);
      if (message == nullptr) continue;
      CHECK_FALSE(std::holds_alternative<noise_message>(*message));
      if (const auto* other = std::get_if<other_message>(message)) ++others[other->type];
    }
  }
  std::vector<std::string> types;
  for (const auto& [type, count] : others) types.push_back(type);
  CHECK(types == std::vector<std::string>{"stream_event/input_json_delta", "stream_event/signature_delta",
                                          "system/thinking_tokens"});
}

TEST_CASE("agent decoder: the stream's events") {
  const auto start = decode<message_start_message>(event_line(
      R"({"type":"message_start","message":{"id":"m","model":"x","usage":{"input_tokens":120,"output_tokens":1,)"
      R"("cache_creation_input_tokens":3,"cache_read_input_tokens":40}}})"));
  CHECK(start.message_id == "m");
  CHECK(start.tokens == usage{120, 1, 40, 3});
  const auto block = decode<block_start_message>(
      event_line(R"({"type":"content_block_start","index":2,"content_block":{"type":"thinking","thinking":"a"}})"));
  CHECK(block.index == 2);
  CHECK(block.kind == block_kind::thinking);
  CHECK(block.text == "a");
  CHECK(decode<block_start_message>(
            event_line(R"({"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use"}})"))
            .kind == block_kind::other);
  CHECK(decode<text_delta_message>(
            event_line(R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"hi"}})"))
            .text == "hi");
  CHECK(decode<thinking_delta_message>(
            event_line(R"({"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"hm"}})"))
            .text == "hm");
  CHECK(decode<block_stop_message>(event_line(R"({"type":"content_block_stop","index":4})")).index == 4);
  const auto delta = decode<message_delta_message>(
      event_line(R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":25}})"));
  CHECK(delta.stop_reason == "tool_use");
  CHECK(delta.output_tokens == 25);
  CHECK_FALSE(delta.input_tokens);
  CHECK_FALSE(decode<message_delta_message>(event_line(R"({"type":"message_delta","delta":{"stop_reason":null}})"))
                  .stop_reason);
  CHECK_FALSE(decode<message_stop_message>(event_line(R"({"type":"message_stop"})")).abandoned_from);
  CHECK(decode<message_stop_message>(R"({"type":"stream_event","event":{"type":"message_stop"},)"
                                     R"("abandoned_blocks":{"from_block_index":1}})")
            .abandoned_from == 1);
}

TEST_CASE("agent decoder: a tool's result is JSON where its text is JSON, else a string") {
  const auto result = [](const std::string& content) {
    const auto m = decode<user_message>(
        R"({"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":)" + content +
        "}]}}");
    REQUIRE(m.results.size() == 1);
    return m.results[0].content.text;
  };
  CHECK(result(R"("plain words")") == R"("plain words")");
  CHECK(result(R"("[1,{\"a\":2}]")") == R"([1,{"a":2}])");
  CHECK(result(R"([{"type":"text","text":"{\"a\":1}"}])") == R"({"a":1})");
  CHECK(result(R"([{"type":"text","text":"a"},{"type":"text","text":"b"}])") == R"("a\nb")");
  CHECK(result(R"([{"type":"image","source":{}}])") == R"([{"source":{},"type":"image"}])");
  CHECK(result(R"("")") == R"("")");
  CHECK(result("null") == "null");
  CHECK(result("[]") == R"("")");
}

TEST_CASE("agent decoder: a failed tool result says so") {
  const auto m = decode<user_message>(
      R"({"type":"user","message":{"content":[{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"t",)"
      R"("content":"no","is_error":true}]}})");
  REQUIRE(m.results.size() == 1);
  CHECK(m.results[0].is_error);
  CHECK(decode<user_message>(R"({"type":"user","message":{"content":"text"}})").results.empty());
}

TEST_CASE("agent decoder: assistant lines, and the CLI's own") {
  const auto m = decode<assistant_message>(
      R"({"message":{"id":"m","model":"claude","content":[{"type":"text","text":"a"},{"type":"thinking","thinking":"b"},)"
      R"({"type":"tool_use","id":"t","name":"n","input":{"k":[1]}},{"type":"new_thing"}]},"type":"assistant"})");
  REQUIRE(m.content.size() == 4);
  CHECK(std::get<text_block>(m.content[0]).text == "a");
  CHECK(std::get<thinking_block>(m.content[1]).text == "b");
  CHECK(std::get<tool_use_block>(m.content[2]).input.text == R"({"k":[1]})");
  CHECK(std::get<unknown_block>(m.content[3]).type == "new_thing");
  CHECK(m.by == author::model);
  CHECK(decode<assistant_message>(R"({"type":"assistant","message":{"model":"<synthetic>","content":"x"}})").by ==
        author::cli);
}

TEST_CASE("agent decoder: what a subagent says is not the agent's") {
  CHECK(decode<other_message>(R"({"type":"assistant","parent_tool_use_id":"t","message":{"content":[]}})").type ==
        "assistant/subagent");
}

TEST_CASE("agent decoder: result, retry, progress and the transcript") {
  const auto r = decode<result_message>(
      R"({"num_turns":3,"errors":["e1","e2",3],"is_error":true,"api_error_status":529,"stop_reason":null,)"
      R"("model_usage_since_last_result":{"m":{"inputTokens":5,"cacheCreationInputTokens":2}},)"
      R"("terminal_reason":"api_error","subtype":"success","type":"result","usage":{"output_tokens":7}})");
  CHECK(r.is_error);
  CHECK(r.num_turns == 3);
  CHECK(r.api_error_status == 529);
  CHECK(r.errors == std::vector<std::string>{"e1", "e2"});
  CHECK(r.stop_reason.empty());
  CHECK(r.tokens.output_tokens == 7);
  REQUIRE(r.tokens_by_model.size() == 1);
  CHECK(r.tokens_by_model[0].tokens == usage{5, 0, 0, 2});
  const auto retry = decode<api_retry_message>(
      R"({"type":"system","subtype":"api_retry","attempt":2,"max_retries":4,"retry_delay_ms":812.7,"error_status":null})");
  CHECK(retry.attempt == 2);
  CHECK(retry.delay_ms == 812);
  CHECK_FALSE(retry.error_status);
  CHECK(decode<tool_progress_message>(
            R"({"type":"tool_progress","tool_use_id":"t","tool_name":"n","elapsed_time_seconds":30})")
            .elapsed_seconds == Approx(30));
  const auto mirror = decode<transcript_mirror_message>(
      R"({"type":"transcript_mirror","filePath":"/h/s.jsonl","entries":[{"type":"user","n":1},{"type":"x"}]})");
  CHECK(mirror.file_path == "/h/s.jsonl");
  REQUIRE(mirror.entries.size() == 2);
  CHECK(nlohmann::json::parse(mirror.entries[0].text)["n"] == 1);
}

TEST_CASE("agent decoder: unknown types and subtypes are let be") {
  CHECK(decode<other_message>(R"({"type":"keep_alive"})").type == "keep_alive");
  CHECK(decode<other_message>(R"({"type":"system","subtype":"new"})").type == "system/new");
  CHECK(decode<other_message>(event_line(R"({"type":"ping"})")).type == "stream_event/ping");
  CHECK(decode<other_message>(event_line("null")).type == "stream_event/");
}

TEST_CASE("agent decoder: garbage is noise") {
  for (const auto* line : {"", "{", "{\"type\":\"assistant\"", "[]", "{}", "{\"type\":1}", "null", "{\"type\":\"x\"}x",
                           "{\"type\":\"\xff\"}"}) {
    CAPTURE(line);
    CHECK(decode<noise_message>(line).bytes == std::string_view(line).size());
  }
  CHECK(decode<noise_message>(R"({"type":"x","a":)" + std::string(100'000, '[')).bytes > 100'000);
}

TEST_CASE("agent decoder: members of the wrong type read as empty") {
  CHECK(decode<init_message>(R"({"type":"system","subtype":"init","session_id":1,"tools":{"a":1},"mcp_servers":"x"})")
            .session_id.empty());
  CHECK(decode<result_message>(R"({"type":"result","is_error":"yes","num_turns":-4,"usage":[],"errors":"x"})")
            .num_turns == 0);
  CHECK(decode<text_delta_message>(event_line(R"({"type":"content_block_delta","delta":{"type":"text_delta"}})"))
            .text.empty());
  CHECK(decode<message_start_message>(
            event_line(R"({"type":"message_start","message":{"usage":{"input_tokens":1e300,"output_tokens":-5}}})"))
            .tokens == usage{1'000'000'000, 0, 0, 0});
  CHECK(decode<assistant_message>(R"({"type":"assistant","message":7})").content.empty());
}

TEST_CASE("agent decoder: a key's position means nothing") {
  CHECK(decode<status_message>(R"({"status":"compacting","subtype":"status","type":"system"})").status == "compacting");
}

TEST_CASE("agent decoder: strings that neither Postgres nor UTF-8 can hold are mended") {
  const auto text = [](const std::string& escaped) {
    return decode<text_delta_message>(
               event_line(R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + escaped +
                          R"("}})"))
        .text;
  };
  CHECK(text(R"(a\u0000b)") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(text(R"(a\\u0000b)") == R"(a\u0000b)");
  CHECK(text(R"(\ud83d!)") == "\xEF\xBF\xBD!");
  CHECK(text(R"(\ude00\u0000)") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(text(R"(\ud83d\ud83d\ude00)") == "\xEF\xBF\xBD\xF0\x9F\x98\x80");
  CHECK(text(R"(\ud83d\ude00)") == "\xF0\x9F\x98\x80");
}

TEST_CASE("agent decoder: control messages are told apart") {
  const auto line = decode_agent_line(R"({"type":"control_cancel_request","request_id":"r"})");
  REQUIRE(std::holds_alternative<wire::control_message>(line));
  CHECK(decode<other_message>(R"({"type":"control_request","request":{}})").type == "control_request");
}
