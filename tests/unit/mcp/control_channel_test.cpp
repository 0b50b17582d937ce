#include "mcp/control_channel.hpp"

#include "rt/timer.hpp"
#include "unit/mcp/fake_tool.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

namespace switchboard::mcp {
namespace {

using core::json;
using namespace std::chrono_literals;

// A tool that waits for ever, and notes that it was stopped.
test::fake_tool::body endless(bool& stopped) {
  return [&stopped](call_context, json) -> rt::task<tool_result> {
    try {
      co_await rt::sleep_for(std::chrono::hours(1));
    } catch (...) {
      stopped = true;
      throw;
    }
    co_return tool_result{};
  };
}

const tool_policy& everything() {
  static const tool_policy policy("bypassPermissions", {}, {});
  return policy;
}

bool any_call(const tool_description&, const std::string&) {
  return true;
}

json call_of(const char* name, int id = 1) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", "tools/call"}, {"params", {{"name", name}}}};
}

call_context within(std::chrono::milliseconds limit) {
  call_context out;
  out.limit = core::deadline::after(limit);
  return out;
}

// Sends messages at once, each as its own coroutine on one thread; the answers in order.
std::vector<json> send(control_channel& channel, std::vector<json> messages, std::chrono::milliseconds limit = 30s) {
  boost::asio::io_context io;
  std::vector<json> out(messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    boost::asio::co_spawn(io, channel.on_message(std::move(messages[i]), within(limit)),
                          [&out, i](std::exception_ptr failure, json answer) {
                            CHECK_FALSE(failure);
                            out[i] = std::move(answer);
                          });
  }
  io.run();
  return out;
}

}  // namespace

TEST_CASE("control channel: the manifest is what the CLI would have asked for") {
  control_channel channel(test::small_registry(), {"finance.*"}, everything(), any_call);
  const auto manifest = json::parse(channel.tool_manifest().text);
  const auto asked = send(channel, {json::parse(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})"),
                                    json::parse(R"({"jsonrpc":"2.0","id":2,"method":"initialize",
                                                    "params":{"protocolVersion":"2025-11-25"}})")});
  CHECK(manifest["toolsListResult"] == asked[0]["result"]);
  CHECK(manifest["initializeResult"] == asked[1]["result"]);
  CHECK(manifest["toolsListResult"]["tools"].size() == 4);
  CHECK(channel.unasked_tools(everything()) ==
        std::vector<std::string>{"mcp__tools__createBudget", "mcp__tools__deleteBudget", "mcp__tools__getBudgets",
                                 "mcp__tools__getTransactions"});
  control_channel none(test::small_registry(), {}, everything(), any_call);
  CHECK(json::parse(none.tool_manifest().text)["toolsListResult"] == json::parse(R"({"tools":[]})"));
}

TEST_CASE("control channel: a call knows its caller and the CLI's tool use id") {
  auto tools = std::make_shared<registry>();
  call_context seen;
  test::add(*tools, "who", "test", effect::read_only, [&seen](call_context context, json) -> rt::task<tool_result> {
    seen = context;
    co_return tool_result{{"{\"ok\":true}"}, false};
  });
  control_channel channel(tools, {"*"}, everything(), any_call);
  auto message = call_of("who");
  message["params"]["_meta"]["claudecode/toolUseId"] = "toolu_1";
  auto context = within(30s);
  context.workspace = core::workspace_id::random();
  context.tool_call_id = "of an earlier call";
  boost::asio::io_context io;
  json answer;
  boost::asio::co_spawn(io, channel.on_message(message, context),
                        [&answer](std::exception_ptr, json out) { answer = std::move(out); });
  io.run();
  CHECK(answer["result"]["content"][0]["text"] == "{\"ok\":true}");
  CHECK(seen.tool_call_id == "toolu_1");
  CHECK(seen.workspace == context.workspace);
}

TEST_CASE("control channel: what is denied is not there, what asks is not among the unasked") {
  const tool_policy policy("acceptEdits", {{"getBudgets", permission::deny}}, {});
  control_channel channel(test::small_registry(), {"finance.*"}, policy, any_call);
  CHECK(channel.tool_manifest().text.find("getBudgets") == std::string::npos);
  CHECK(channel.find("mcp__tools__getBudgets") == nullptr);
  CHECK(channel.find("deleteBudget") == nullptr);
  REQUIRE(channel.find("mcp__tools__deleteBudget") != nullptr);
  CHECK(channel.find("mcp__tools__deleteBudget")->what == effect::destructive);
  CHECK(channel.unasked_tools(policy) ==
        std::vector<std::string>{"mcp__tools__createBudget", "mcp__tools__getTransactions"});
  CHECK(channel.must_ask(policy));
  CHECK_FALSE(channel.must_ask(everything()));
}

TEST_CASE("control channel: a call that nobody allowed does not run") {
  auto tools = std::make_shared<registry>();
  int calls = 0;
  test::add(*tools, "erase", "test", effect::destructive, [&calls](call_context, json) -> rt::task<tool_result> {
    ++calls;
    co_return tool_result{{"1"}, false};
  });
  const tool_policy policy("default", {}, {});
  control_channel channel(tools, {"*"}, policy, [](const tool_description& tool, const std::string& id) {
    CHECK(tool.name == "erase");
    return id == "toolu_yes";
  });
  auto message = call_of("erase");
  message["params"]["_meta"]["claudecode/toolUseId"] = "toolu_no";
  const auto refused = send(channel, {message})[0];
  CHECK(refused["result"]["isError"] == true);
  CHECK(calls == 0);
  message["params"]["_meta"]["claudecode/toolUseId"] = "toolu_yes";
  CHECK(send(channel, {message})[0]["result"]["isError"] == false);
  CHECK(calls == 1);
}

TEST_CASE("control channel: every message gets a response, notifications an empty one") {
  control_channel channel(test::small_registry(), {"*"}, everything(), any_call);
  const auto answers = send(channel, {json::parse(R"({"jsonrpc":"2.0","method":"notifications/initialized"})"),
                                      json::parse(R"({"jsonrpc":"2.0","id":3,"method":"server/discover"})"), json(7)});
  CHECK(answers[0] == json::parse(R"({"jsonrpc":"2.0","id":0,"result":{}})"));
  CHECK(answers[1]["error"]["code"] == -32601);
  CHECK(answers[2]["error"]["code"] == -32600);
}

TEST_CASE("control channel: a call ends at the deadline, its tool stopped") {
  auto tools = std::make_shared<registry>();
  bool stopped = false;
  test::add(*tools, "endless", "test", effect::read_only, endless(stopped));
  control_channel channel(tools, {"*"}, everything(), any_call);
  const auto answers = send(channel, {call_of("endless")}, 50ms);
  CHECK(answers[0]["result"]["isError"] == true);
  CHECK(json::parse(answers[0]["result"]["content"][0]["text"].get<std::string>())["error"] == "timed_out");
  CHECK(stopped);
}

TEST_CASE("control channel: a cancelled call stops at once, others go on") {
  auto tools = std::make_shared<registry>();
  bool stopped = false;
  test::add(*tools, "endless", "test", effect::read_only, endless(stopped));
  test::add(*tools, "quick", "test", effect::read_only, [](call_context, json) -> rt::task<tool_result> {
    co_await rt::sleep_for(20ms);
    co_return tool_result{{"1"}, false};
  });
  control_channel channel(tools, {"*"}, everything(), any_call);
  const auto answers =
      send(channel, {call_of("endless", 1), call_of("quick", 2),
                     json::parse(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}})"),
                     json::parse(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})")});
  CHECK(answers[0]["error"]["code"] == -32800);
  CHECK(answers[1]["result"]["isError"] == false);
  CHECK(stopped);
  // Its id is free again.
  CHECK(send(channel, {call_of("quick", 1)})[0]["result"]["isError"] == false);
}

TEST_CASE("control channel: the end of the turn stops its calls") {
  auto tools = std::make_shared<registry>();
  bool stopped = false;
  test::add(*tools, "endless", "test", effect::read_only, endless(stopped));
  control_channel channel(tools, {"*"}, everything(), any_call);
  boost::asio::io_context io;
  boost::asio::cancellation_signal signal;
  bool ended = false;
  boost::asio::co_spawn(
      io, channel.on_message(call_of("endless"), within(30s)),
      boost::asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr, json) { ended = true; }));
  boost::asio::post(io, [&] { signal.emit(boost::asio::cancellation_type::terminal); });
  io.run();
  CHECK(ended);
  CHECK(stopped);
}

TEST_CASE("control channel: a request id that is in use is refused") {
  auto tools = std::make_shared<registry>();
  bool stopped = false;
  test::add(*tools, "endless", "test", effect::read_only, endless(stopped));
  control_channel channel(tools, {"*"}, everything(), any_call);
  const auto answers = send(channel, {call_of("endless", 1), call_of("endless", 1)}, 100ms);
  CHECK(answers[1]["error"]["code"] == -32600);
  CHECK(answers[0]["result"]["isError"] == true);
}

TEST_CASE("control channel: a tool that throws is answered like any other failure") {
  auto tools = std::make_shared<registry>();
  test::add(*tools, "broken", "test", effect::read_only, [](call_context, json) -> rt::task<tool_result> {
    throw std::logic_error("SELECT secret");
    co_return tool_result{};
  });
  control_channel channel(tools, {"*"}, everything(), any_call);
  const auto answer = send(channel, {call_of("broken")})[0];
  CHECK(answer["result"]["isError"] == true);
  CHECK(answer.dump().find("secret") == std::string::npos);
}

TEST_CASE("control channel: what the real CLI was recorded to send is answered") {
  auto tools = std::make_shared<registry>();
  test::add(*tools, "getTransactions", "finance");
  control_channel channel(tools, {"*"}, everything(), any_call);
  std::ifstream in(SWITCHBOARD_SOURCE_DIR "/tests/fixtures/agent-protocol/handshake_without_manifest.ndjson");
  REQUIRE(in.good());
  std::size_t messages = 0;
  for (std::string line; std::getline(in, line);) {
    const auto entry = json::parse(line);
    if (!entry.contains("line") || !entry["line"].is_object()) continue;
    const auto request = entry["line"].value("request", json::object());
    if (entry["dir"] != "cli>host" || request.value("subtype", "") != "mcp_message") continue;
    const auto answer = send(channel, {request["message"]})[0];
    INFO(request.dump());
    CHECK(answer.contains("result"));
    ++messages;
  }
  CHECK(messages == 3);
}

}  // namespace switchboard::mcp
