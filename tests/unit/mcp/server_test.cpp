#include "mcp/server.hpp"

#include "unit/mcp/fake_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace switchboard::mcp {
namespace {

using core::json;

server small_server(std::vector<std::string> allowed = {"*"}, std::size_t page = 100) {
  return server(test::small_registry(), allowed, page);
}

json reply_to(const server& s, const char* message) {
  const auto action = s.on_message(json::parse(message));
  INFO(message);
  REQUIRE(std::holds_alternative<reply_action>(action));
  return *std::get<reply_action>(action).message;
}

int code_of(const json& reply) {
  return reply.at("error").at("code").get<int>();
}

}  // namespace

TEST_CASE("mcp server: initialize answers with the client's revision where it knows it, else with its own") {
  const auto s = small_server();
  const auto reply =
      reply_to(s, R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
                                     "capabilities":{},"clientInfo":{"name":"claude-code","version":"2.1.328"}}})");
  CHECK(reply ==
        json::parse(R"({"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},
                                 "serverInfo":{"name":"tools","title":"Switchboard tools","version":"1"}}})"));
  CHECK(server::initialize_result("2025-03-26")["protocolVersion"] == "2025-03-26");
  CHECK(server::initialize_result("1999-01-01")["protocolVersion"] == "2025-11-25");
  CHECK(code_of(reply_to(s, R"({"jsonrpc":"2.0","id":0,"method":"initialize"})")) == -32602);
}

TEST_CASE("mcp server: the golden tools/list") {
  const auto reply = reply_to(small_server({"finance.*Budget"}), R"({"jsonrpc":"2.0","id":"x","method":"tools/list"})");
  CHECK(reply == json::parse(R"({"jsonrpc":"2.0","id":"x","result":{"tools":[
    {"name":"createBudget","title":"Title of createBudget","description":"Does createBudget.",
     "inputSchema":{"type":"object","properties":{},"additionalProperties":false},
     "annotations":{"readOnlyHint":false,"openWorldHint":false,"destructiveHint":false,"idempotentHint":false}},
    {"name":"deleteBudget","title":"Title of deleteBudget","description":"Does deleteBudget.",
     "inputSchema":{"type":"object","properties":{},"additionalProperties":false},
     "annotations":{"readOnlyHint":false,"openWorldHint":false,"destructiveHint":true,"idempotentHint":false}}]}})"));
  const auto read =
      reply_to(small_server({"getBudgets"}), R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}})");
  CHECK(read["result"]["tools"][0]["annotations"] == json::parse(R"({"readOnlyHint":true,"openWorldHint":false})"));
}

TEST_CASE("mcp server: tools/list pages through all tools by cursor") {
  const auto s = small_server({"*"}, 4);
  const auto first = reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")["result"];
  CHECK(first["tools"].size() == 4);
  const json next{
      {"jsonrpc", "2.0"}, {"id", 2}, {"method", "tools/list"}, {"params", {{"cursor", first["nextCursor"]}}}};
  const auto second = reply_to(s, next.dump().c_str())["result"];
  CHECK(second["tools"].size() == 2);
  CHECK_FALSE(second.contains("nextCursor"));
  CHECK(second["tools"][1]["name"] == "saveMemory");
  for (const char* bad : {R"("nowhere")", "7", "null", R"("")"}) {
    const auto message =
        R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":)" + std::string(bad) + "}}";
    CHECK(code_of(reply_to(s, message.c_str())) == -32602);
  }
}

TEST_CASE("mcp server: tools/call finds the tool, its arguments and the CLI's tool use id") {
  const auto s = small_server();
  const auto action = s.on_message(json::parse(
      R"({"method":"tools/call","params":{"name":"getBudgets","arguments":{"limit":3},
          "_meta":{"claudecode/toolUseId":"toolu_7_0","progressToken":2}},"jsonrpc":"2.0","id":2})"));
  REQUIRE(std::holds_alternative<call_action>(action));
  const auto& call = std::get<call_action>(action);
  CHECK(call.id.text == "2");
  CHECK(call.which->description().name == "getBudgets");
  CHECK(call.tool_call_id == "toolu_7_0");
  CHECK(*call.arguments == json{{"limit", 3}});
  const auto bare =
      s.on_message(json::parse(R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"getBudgets"}})"));
  CHECK(*std::get<call_action>(bare).arguments == json::object());
}

TEST_CASE("mcp server: a tool that the agent may not use is as unknown as one that does not exist") {
  const auto s = small_server({"getBudgets"});
  const auto hidden = reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"deleteBudget"}})");
  const auto absent = reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"deleteAll"}})");
  CHECK(code_of(hidden) == -32602);
  CHECK(hidden["error"]["message"] == "Unknown tool: deleteBudget. tools/list names those there are.");
  CHECK(absent["error"]["message"] == "Unknown tool: deleteAll. tools/list names those there are.");
}

TEST_CASE("mcp server: bad params and unknown methods are errors, never silence") {
  const auto s = small_server();
  CHECK(code_of(reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}})")) == -32602);
  CHECK(code_of(reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}})")) == -32602);
  CHECK(code_of(reply_to(
            s, R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"getBudgets","arguments":[]}})")) ==
        -32602);
  for (const char* method : {"server/discover", "resources/list", "prompts/list", "tools/Call", ""}) {
    const json message{{"jsonrpc", "2.0"}, {"id", 9}, {"method", method}};
    CHECK(code_of(reply_to(s, message.dump().c_str())) == -32601);
  }
  CHECK(code_of(reply_to(s, "[]")) == -32600);
  CHECK(code_of(reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"ping","params":7})")) == -32600);
  CHECK(reply_to(s, R"({"jsonrpc":"2.0","id":1,"method":"ping"})")["result"] == json::object());
}

TEST_CASE("mcp server: notifications and stray responses ask for nothing but a cancellation") {
  const auto s = small_server();
  for (const char* quiet :
       {R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
        R"({"jsonrpc":"2.0","method":"notifications/unheard"})",
        R"({"jsonrpc":"2.0","method":"tools/call","params":{"name":"deleteBudget"}})",
        R"({"jsonrpc":"2.0","method":"notifications/cancelled"})", R"({"jsonrpc":"2.0","id":4,"result":{}})"}) {
    INFO(quiet);
    CHECK(std::holds_alternative<no_action>(s.on_message(json::parse(quiet))));
  }
  const auto cancel = s.on_message(json::parse(
      R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a","reason":"user"}})"));
  REQUIRE(std::holds_alternative<cancel_action>(cancel));
  CHECK(std::get<cancel_action>(cancel).id.text == "\"a\"");
}

TEST_CASE("mcp server: a call's answer is one text content, failures marked") {
  CHECK(
      server::call_answer({"5"}, {{R"({"rows":[]})"}, false}) ==
      json::parse(
          R"({"jsonrpc":"2.0","id":5,"result":{"content":[{"type":"text","text":"{\"rows\":[]}"}],"isError":false}})"));
  CHECK(server::call_answer({"5"}, {{"{}"}, true})["result"]["isError"] == true);
}

}  // namespace switchboard::mcp
