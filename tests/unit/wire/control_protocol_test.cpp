#include "wire/control_protocol.hpp"

#include "support/agent_recording.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::wire;
using nlohmann::json;

namespace {

std::optional<control_message> parse(const char* text) {
  return parse_control(json::parse(text));
}

// The host's lines of a recording that satisfy `wanted`.
template<class Wanted>
std::vector<json> host_lines(const std::string& name, Wanted wanted) {
  std::vector<json> out;
  for (const auto& line : test::load_recording(name).lines) {
    auto parsed = json::parse(line.text);
    if (line.dir == test::direction::host_to_cli && wanted(parsed)) out.push_back(std::move(parsed));
  }
  return out;
}

}  // namespace

TEST_CASE("control protocol: our lines are those that were recorded") {
  const auto recorded = host_lines("tool_prompt_allow", [](const json&) { return true; });
  REQUIRE(recorded.size() == 4);
  const auto& manifest = recorded[0]["request"]["sdkMcpServerManifests"]["tools"];
  CHECK(json::parse(initialize_line("init", "You are Ledger, a finance agent.", {manifest.dump()})) == recorded[0]);
  CHECK(json::parse(user_line("ONE_TOOL")) == recorded[1]);
  const auto allow_id = recorded[2]["response"]["request_id"].get<std::string>();
  CHECK(json::parse(allow_line(allow_id, {R"({"limit":3})"})) == recorded[2]);
  const auto reply_id = recorded[3]["response"]["request_id"].get<std::string>();
  const auto& reply = recorded[3]["response"]["response"]["mcp_response"];
  CHECK(json::parse(mcp_reply_line(reply_id, {reply.dump()})) == recorded[3]);
  const auto interrupts = host_lines("interrupt", [](const json& l) { return l["type"] == "control_request"; });
  CHECK(json::parse(interrupt_line("int_1")) == interrupts.back());
  const auto denials =
      host_lines("two_tools_one_denied", [](const json& l) { return l["type"] == "control_response"; });
  const auto deny_id = denials.back()["response"]["request_id"].get<std::string>();
  CHECK(json::parse(deny_line(deny_id, "The user said no.")) == denials.back());
}

TEST_CASE("control protocol: without tools there is no server") {
  const auto line = json::parse(initialize_line("i", "prompt", {}));
  CHECK_FALSE(line["request"].contains("sdkMcpServers"));
  CHECK_FALSE(line["request"].contains("sdkMcpServerManifests"));
}

TEST_CASE("control protocol: what a user types stays one line and one string") {
  const std::string nasty = "a\nb\"c\\\r\x01 {\"type\":\"control_request\"}\xff";
  const auto line = user_line(nasty);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(json::parse(line)["message"]["content"] == "a\nb\"c\\\r\x01 {\"type\":\"control_request\"}\xEF\xBF\xBD");
  CHECK(json::parse(deny_line("x\n\"", nasty))["response"]["request_id"] == "x\n\"");
}

TEST_CASE("control protocol: a message that begins with a slash is no order to the CLI") {
  CHECK(json::parse(user_line("/model opus"))["message"]["content"] == " /model opus");
  CHECK(json::parse(user_line("1/2"))["message"]["content"] == "1/2");
}

TEST_CASE("control protocol: the CLI's requests") {
  const auto mcp = parse(R"({"type":"control_request","request_id":"r1","request":{"subtype":"mcp_message",)"
                         R"("server_name":"tools","message":{"id":2,"method":"tools/call"}}})");
  REQUIRE(mcp);
  CHECK(std::get<mcp_request>(*mcp).request_id == "r1");
  CHECK(std::get<mcp_request>(*mcp).server_name == "tools");
  CHECK(std::get<mcp_request>(*mcp).message.text == R"({"id":2,"method":"tools/call"})");
  const auto ask = parse(R"({"request_id":"r2","request":{"input":{"id":7},"tool_use_id":"t","subtype":"can_use_tool",)"
                         R"("tool_name":"mcp__tools__x"},"type":"control_request"})");
  REQUIRE(ask);
  CHECK(std::get<permission_query>(*ask).tool_name == "mcp__tools__x");
  CHECK(std::get<permission_query>(*ask).tool_use_id == "t");
  CHECK(std::get<permission_query>(*ask).input.text == R"({"id":7})");
  const auto hook = parse(R"({"type":"control_request","request_id":"r3","request":{"subtype":"hook_callback"}})");
  CHECK(std::get<unknown_request>(*hook).subtype == "hook_callback");
  const auto cancel = parse(R"({"type":"control_cancel_request","request_id":"r2"})");
  CHECK(std::get<cancelled_request>(*cancel).request_id == "r2");
}

TEST_CASE("control protocol: the CLI's answers") {
  const auto good =
      parse(R"({"type":"control_response","response":{"subtype":"success","request_id":"q","response":{"a":1}}})");
  CHECK_FALSE(std::get<control_reply>(*good).error);
  CHECK(std::get<control_reply>(*good).response.text == R"({"a":1})");
  const auto bad = parse(R"({"type":"control_response","response":{"subtype":"error","request_id":"q","error":"no"}})");
  CHECK(std::get<control_reply>(*bad).error == "no");
  const auto odd = parse(R"({"type":"control_response","response":{"request_id":"q"}})");
  CHECK(std::get<control_reply>(*odd).error);
}

TEST_CASE("control protocol: a line without an id, or of another type, is no control message") {
  CHECK_FALSE(parse(R"({"type":"control_request","request":{"subtype":"mcp_message"}})"));
  CHECK_FALSE(parse(R"({"type":"control_request","request_id":7,"request":{}})"));
  CHECK_FALSE(parse(R"({"type":"control_response","request_id":"not here"})"));
  CHECK_FALSE(parse(R"({"type":"assistant","request_id":"x"})"));
  CHECK_FALSE(parse(R"([])"));
  CHECK_FALSE(parse(R"("control_request")"));
}

TEST_CASE("control protocol: a request whose body is of the wrong shape can still be refused") {
  const auto odd = parse(R"({"type":"control_request","request_id":"r","request":[1]})");
  CHECK(std::get<unknown_request>(*odd).request_id == "r");
  const auto line = json::parse(refuse_line("r", "not supported"));
  CHECK(line["response"]["subtype"] == "error");
  CHECK(line["response"]["error"] == "not supported");
}
