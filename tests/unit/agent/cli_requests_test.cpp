// The CLI's requests during a turn: tool calls and permissions, side by side.
#include "session_rig.hpp"

using namespace switchboard;
using namespace switchboard::test;

namespace {

core::json rpc_result(const core::json& request, const char* text) {
  return {{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", {{"text", text}}}};
}

// Callbacks whose tool calls are held until the test lets them go, by name.
class held_calls : public std::enable_shared_from_this<held_calls> {
 public:
  explicit held_calls(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  agent::session_callbacks callbacks() {
    agent::session_callbacks out;
    out.mcp_message = [self = shared_from_this()](core::json message) { return self->call(std::move(message)); };
    return out;
  }
  void release(const std::string& name) { timers_.at(name)->cancel(); }
  std::vector<std::string> begun;
  std::vector<std::string> ended;

 private:
  rt::task<core::json> call(core::json message) {
    const auto name = message["params"]["name"].get<std::string>();
    begun.push_back(name);
    auto timer = std::make_shared<boost::asio::steady_timer>(executor_, boost::asio::steady_timer::time_point::max());
    timers_[name] = timer;
    boost::system::error_code ignored;
    co_await timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    ended.push_back(name);
    co_return rpc_result(message, name.c_str());
  }
  boost::asio::any_io_executor executor_;
  std::map<std::string, std::shared_ptr<boost::asio::steady_timer>> timers_;
};

std::string permission_line(const std::string& id) {
  return R"({"type":"control_request","request_id":")" + id +
         R"(","request":{"subtype":"can_use_tool","tool_name":"mcp__tools__del","tool_use_id":"t1","input":{"id":7}}})";
}

}  // namespace

TEST_CASE("cli requests: tool calls run side by side, each answered when it is done") {
  with_session([](session_rig& rig) -> rt::task<> {
    const auto calls = std::make_shared<held_calls>(co_await boost::asio::this_coro::executor);
    REQUIRE(co_await rig.session->begin_turn("x", calls->callbacks()));
    rig.peer->say(tool_line("r1", 1, "first"));
    rig.peer->say(tool_line("r2", 2, "second"));
    rig.peer->say(text_line("meanwhile"));
    co_await rig.settle();
    CHECK(calls->begun == std::vector<std::string>{"first", "second"});
    CHECK(co_await rig.session->next());  // messages go on while calls are served
    calls->release("second");
    co_await rig.settle();
    CHECK(rig.answers("r1").empty());
    REQUIRE(rig.answers("r2").size() == 1);
    CHECK(rig.answers("r2")[0]["response"]["mcp_response"]["result"]["text"] == "second");
    calls->release("first");
    co_await rig.settle();
    REQUIRE(rig.answers("r1").size() == 1);
    rig.peer->say(result_line());
    CHECK(co_await rig.session->next());
  });
}

TEST_CASE("cli requests: silence does not count while the CLI waits for us") {
  agent::session_limits limits;
  limits.silence = 150ms;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    const auto calls = std::make_shared<held_calls>(co_await boost::asio::this_coro::executor);
    REQUIRE(co_await rig.session->begin_turn("x", calls->callbacks()));
    rig.peer->say(tool_line("r1", 1, "slow"));
    auto next =
        boost::asio::co_spawn(co_await boost::asio::this_coro::executor, rig.session->next(), boost::asio::use_future);
    co_await rt::sleep_for(400ms);
    CHECK(next.wait_for(0s) == std::future_status::timeout);
    calls->release("slow");
    co_await rt::sleep_for(400ms);  // and then it counts again
    REQUIRE(next.wait_for(0s) == std::future_status::ready);
    CHECK(next.get().error().code == core::errc::agent_timeout);
  });
}

TEST_CASE("cli requests: a call that the CLI takes back is cancelled and gets no answer") {
  with_session([](session_rig& rig) -> rt::task<> {
    const auto calls = std::make_shared<held_calls>(co_await boost::asio::this_coro::executor);
    REQUIRE(co_await rig.session->begin_turn("x", calls->callbacks()));
    rig.peer->say(tool_line("r1", 1, "by rpc"));
    rig.peer->say(tool_line("r2", 2, "by request"));
    rig.peer->say(tool_line("r3", 3, "at once"));
    rig.peer->say(R"({"type":"control_cancel_request","request_id":"r3"})");
    co_await rig.settle();
    rig.peer->say(
        R"({"type":"control_request","request_id":"n1","request":{"subtype":"mcp_message","server_name":"tools",)"
        R"("message":{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}}})");
    rig.peer->say(R"({"type":"control_cancel_request","request_id":"r2"})");
    rig.peer->say(R"({"type":"control_cancel_request","request_id":"unknown"})");
    co_await rig.settle();
    CHECK(calls->ended.size() >= 2);
    for (const auto* id : {"r1", "r2", "r3"}) CHECK(rig.answers(id).empty());
    REQUIRE(rig.answers("n1").size() == 1);
    CHECK(rig.answers("n1")[0]["response"]["mcp_response"]["result"].empty());
  });
}

TEST_CASE("cli requests: the end of the turn cancels what is still being served") {
  with_session([](session_rig& rig) -> rt::task<> {
    const auto calls = std::make_shared<held_calls>(co_await boost::asio::this_coro::executor);
    REQUIRE(co_await rig.session->begin_turn("x", calls->callbacks()));
    rig.peer->say(tool_line("r1", 1, "slow"));
    co_await rig.settle();
    rig.peer->say(result_line());
    CHECK(co_await rig.session->next());
    co_await rig.settle();
    CHECK(calls->ended == std::vector<std::string>{"slow"});
    CHECK(rig.answers("r1").empty());
  });
}

TEST_CASE("cli requests: permissions are asked of the owner") {
  with_session([](session_rig& rig) -> rt::task<> {
    bool allow = true;
    std::string asked;
    agent::session_callbacks callbacks;
    callbacks.can_use_tool = [&](std::string name, std::string use,
                                 core::json_text input) -> rt::task<agent::session_callbacks::permission> {
      asked = name + " " + use + " " + input.text;
      co_return agent::session_callbacks::permission{allow, allow ? "" : "Not this one."};
    };
    REQUIRE(co_await rig.session->begin_turn("x", callbacks));
    rig.peer->say(permission_line("p1"));
    co_await rig.settle();
    allow = false;
    rig.peer->say(permission_line("p2"));
    co_await rig.settle();
    CHECK(asked == R"(mcp__tools__del t1 {"id":7})");
    CHECK(rig.answers("p1").at(0)["response"] == core::json::parse(R"({"behavior":"allow","updatedInput":{"id":7}})"));
    CHECK(rig.answers("p2").at(0)["response"] == core::json::parse(R"({"behavior":"deny","message":"Not this one."})"));
  });
}

TEST_CASE("cli requests: with nobody to ask, permission is denied and tools are unknown") {
  with_session([](session_rig& rig) -> rt::task<> {
    rig.peer->say(permission_line("before"));
    rig.peer->say(tool_line("early", 5));
    co_await rig.settle();
    CHECK(rig.answers("before").at(0)["response"]["behavior"] == "deny");
    CHECK(rig.answers("early").at(0)["response"]["mcp_response"]["error"]["code"] == -32601);
    CHECK(rig.answers("early").at(0)["response"]["mcp_response"]["id"] == 5);
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    rig.peer->say(permission_line("during"));
    co_await rig.settle();
    CHECK(rig.answers("during").at(0)["response"]["behavior"] == "deny");
  });
}

TEST_CASE("cli requests: requests that are not served are refused, not ignored") {
  agent::session_limits limits;
  limits.calls_at_once = 1;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    const auto calls = std::make_shared<held_calls>(co_await boost::asio::this_coro::executor);
    REQUIRE(co_await rig.session->begin_turn("x", calls->callbacks()));
    rig.peer->say(R"({"type":"control_request","request_id":"u","request":{"subtype":"hook_callback"}})");
    rig.peer->say(tool_line("r1", 1, "held"));
    rig.peer->say(tool_line("r2", 2, "too many"));
    co_await rig.settle();
    CHECK(rig.answers("u").at(0)["subtype"] == "error");
    CHECK(rig.answers("r2").at(0)["subtype"] == "error");
    CHECK(calls->begun == std::vector<std::string>{"held"});
  });
}

TEST_CASE("cli requests: a callback that throws is answered with an error, and the turn goes on") {
  with_session([](session_rig& rig) -> rt::task<> {
    agent::session_callbacks callbacks;
    callbacks.mcp_message = [](core::json) -> rt::task<core::json> {
      throw std::runtime_error("a bug");
      co_return nullptr;
    };
    REQUIRE(co_await rig.session->begin_turn("x", callbacks));
    rig.peer->say(tool_line("r1", 1));
    co_await rig.settle();
    CHECK(rig.answers("r1").at(0)["subtype"] == "error");
    CHECK(rig.session->alive());
  });
}
