#include "domain/event.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::domain;

namespace {
const auto conversation = *core::conversation_id::parse("11111111-1111-4111-8111-111111111111");
const auto run = *core::run_id::parse("22222222-2222-4222-8222-222222222222");
const auto message = *core::message_id::parse("33333333-3333-4333-8333-333333333333");
const auto approval = *core::approval_id::parse("44444444-4444-4444-8444-444444444444");
}  // namespace

TEST_CASE("event: each kind is one line with the contract's fields in order") {
  CHECK(to_json(session_event{"s-1", conversation, run, true}, 1) ==
        R"({"type":"session","seq":1,"sessionId":"s-1","conversationId":"11111111-1111-4111-8111-111111111111",)"
        R"("runId":"22222222-2222-4222-8222-222222222222","isResumed":true})");
  CHECK(to_json(text_event{"a\n\"b\"", block_state::open}, 2) ==
        R"({"type":"text","seq":2,"content":"a\n\"b\"","isComplete":false})");
  CHECK(to_json(reasoning_event{"", block_state::complete}, 3) ==
        R"({"type":"reasoning","seq":3,"content":"","isComplete":true})");
  CHECK(to_json(tool_start_event{"getX", "t1", {R"({"a":1})"}, "Get X"}, 4) ==
        R"({"type":"tool_start","seq":4,"toolName":"getX","toolCallId":"t1","args":{"a":1},"displayName":"Get X"})");
  CHECK(to_json(tool_result_event{"t1", {"[1]"}, false, 12}, 5) ==
        R"({"type":"tool_result","seq":5,"toolCallId":"t1","result":[1],"success":false,"durationMs":12})");
  CHECK(to_json(permission_request_event{approval, "del", "t2", {"{}"}, "Del", "why", "2026-01-01T00:00:00Z"}, 6) ==
        R"({"type":"permission_request","seq":6,"approvalId":"44444444-4444-4444-8444-444444444444","toolName":"del",)"
        R"("toolCallId":"t2","args":{},"displayName":"Del","reason":"why","expiresAt":"2026-01-01T00:00:00Z"})");
  CHECK(to_json(permission_resolved_event{approval, "deny", "u"}, 7) ==
        R"({"type":"permission_resolved","seq":7,"approvalId":"44444444-4444-4444-8444-444444444444",)"
        R"("decision":"deny","decidedBy":"u"})");
  CHECK(to_json(status_event{"queued", 3, {}, {}, ""}, 8) ==
        R"({"type":"status","seq":8,"status":"queued","position":3})");
  CHECK(to_json(status_event{"retrying", {}, 1, 500, "x"}, 9) ==
        R"({"type":"status","seq":9,"status":"retrying","attempt":1,"delayMs":500,"detail":"x"})");
  CHECK(to_json(done_event{{1, 2, 3, 4}, 1234567, 2, "end_turn", message}, 10) ==
        R"({"type":"done","seq":10,"usage":{"inputTokens":1,"outputTokens":2,"cacheReadTokens":3,)"
        R"("cacheWriteTokens":4,"costUsd":1.234567},"turnCount":2,"stopReason":"end_turn",)"
        R"("messageId":"33333333-3333-4333-8333-333333333333"})");
  CHECK(to_json(error_event{"No.", "overloaded", true}, 11) ==
        R"({"type":"error","seq":11,"message":"No.","code":"overloaded","recoverable":true})");
}

TEST_CASE("event: costs are written as decimal dollars without rounding") {
  const auto cost = [](std::int64_t micro) {
    const auto json = to_json(done_event{{}, micro, 0, "", message}, 1);
    const auto from = json.find("costUsd\":") + 9;
    return json.substr(from, json.find('}', from) - from);
  };
  CHECK(cost(0) == "0.0");
  CHECK(cost(1) == "0.000001");
  CHECK(cost(500'000) == "0.5");
  CHECK(cost(12'345'678) == "12.345678");
}

TEST_CASE("event: bytes that are no UTF-8 cannot break a line") {
  const auto json = to_json(text_event{"a\xff"
                                       "b\nc",
                                       block_state::open},
                            1);
  CHECK(json.find('\n') == std::string::npos);
  CHECK(json.find("a\xEF\xBF\xBD"
                  "b\\nc") != std::string::npos);
}

TEST_CASE("event: only done and error are terminal") {
  CHECK(is_terminal(done_event{}));
  CHECK(is_terminal(error_event{}));
  CHECK_FALSE(is_terminal(session_event{}));
  CHECK_FALSE(is_terminal(status_event{}));
  CHECK_FALSE(is_terminal(text_event{"", block_state::complete}));
}

TEST_CASE("event: display names read as words") {
  CHECK(display_name("getTransactions") == "Get Transactions");
  CHECK(display_name("query_database") == "Query Database");
  CHECK(display_name("listAPIKeys") == "List API Keys");
  CHECK(display_name("a") == "A");
  CHECK(display_name("").empty());
  CHECK(display_name("__x--y__") == "X Y ");
}
