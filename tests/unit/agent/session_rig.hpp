// A cli_session over a memory_transport, initialised, with the helpers that its tests share.
#pragma once

#include "agent/cli_session.hpp"
#include "memory_transport.hpp"
#include "rt/timer.hpp"
#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>

namespace switchboard::test {

using namespace std::chrono_literals;

inline core::deadline in(std::chrono::milliseconds d) {
  return core::deadline::after(d);
}

inline std::string text_line(const std::string& text) {
  return R"({"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" +
         text + R"("}}})";
}
inline std::string result_line() {
  return R"({"type":"result","subtype":"success","is_error":false,"num_turns":1})";
}
inline std::string tool_line(const std::string& request_id, int rpc_id, const std::string& name = "echo") {
  return R"({"type":"control_request","request_id":")" + request_id +
         R"(","request":{"subtype":"mcp_message","server_name":"tools","message":{"jsonrpc":"2.0","id":)" +
         std::to_string(rpc_id) + R"(,"method":"tools/call","params":{"name":")" + name + R"("}}}})";
}

class session_rig {
 public:
  session_rig(boost::asio::any_io_executor executor, agent::session_limits limits)
      : peer(std::make_shared<memory_peer>(executor)),
        session(std::make_unique<agent::cli_session>(executor, std::make_unique<memory_transport>(peer), limits)) {}

  /// Lets everything run that can run now.
  rt::task<> settle() {
    for (int i = 0; i < 200; ++i) co_await boost::asio::post(boost::asio::use_awaitable);
  }

  /// What the CLI was told, as JSON.
  std::vector<core::json> heard() const {
    std::vector<core::json> out;
    for (const auto& line : peer->heard) out.push_back(core::json::parse(line));
    return out;
  }
  /// The newest line to the CLI.
  core::json last() const { return core::json::parse(peer->heard.back()); }
  /// The answers to the CLI's request; empty when there is none.
  std::vector<core::json> answers(const std::string& request_id) const {
    std::vector<core::json> out;
    for (const auto& line : heard()) {
      if (line["type"] == "control_response" && line["response"]["request_id"] == request_id) {
        out.push_back(line["response"]);
      }
    }
    return out;
  }
  /// The CLI answers our newest request.
  void reply_success() {
    const auto id = last()["request_id"].get<std::string>();
    peer->say(R"({"type":"control_response","response":{"subtype":"success","request_id":")" + id +
              R"(","response":{}}})");
  }
  rt::task<core::result<void>> initialize(agent::session_spec spec = {}) {
    auto starting = session->initialize(std::move(spec), in(20s));
    auto answering = answer_first();
    co_await std::move(answering);
    co_return co_await std::move(starting);
  }

  std::shared_ptr<memory_peer> peer;
  std::unique_ptr<agent::cli_session> session;

 private:
  // The ids of our requests are counted, so the answer may come first.
  rt::task<> answer_first() {
    peer->say(R"({"type":"control_response","response":{"subtype":"success","request_id":"req_1","response":{}}})");
    co_return;
  }
};

/// Runs `use` with an initialised session; afterwards the session is closed and nothing of it is left.
template<class Use>
void with_session(agent::session_limits limits, Use use) {
  std::shared_ptr<transport_fate> fate;
  run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig rig(executor, limits);
    fate = rig.peer->fate;
    REQUIRE(co_await rig.initialize());
    co_await use(rig);
    co_await rig.session->close(in(1s));
    CHECK_FALSE(rig.session->alive());
  });
  CHECK(fate->destroyed);
}

template<class Use>
void with_session(Use use) {
  with_session({}, std::move(use));
}

}  // namespace switchboard::test
