#include "session_rig.hpp"

using namespace switchboard;
using namespace switchboard::test;
using core::errc;

namespace {

template<class Message>
bool is(const core::result<agent::timed_message>& m) {
  return m && std::holds_alternative<Message>(m->message);
}

std::string mirror_line(int n) {
  return R"({"type":"transcript_mirror","filePath":"/s.jsonl","entries":[{"n":)" + std::to_string(n) + "}]}";
}

}  // namespace

TEST_CASE("cli session: initialize carries prompt and tools, and names the session") {
  run_task([](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig rig(executor, {});
    agent::session_spec spec;
    spec.system_prompt = "Be brief.";
    spec.tool_manifest = {R"({"initializeResult":{},"toolsListResult":{"tools":[]}})"};
    spec.new_session_id = "5f0c0f6e-0000-4000-8000-000000000001";
    REQUIRE(co_await rig.initialize(spec));
    CHECK(rig.last()["request"]["systemPrompt"][0] == "Be brief.");
    CHECK(rig.last()["request"]["sdkMcpServerManifests"]["tools"]["toolsListResult"]["tools"].empty());
    CHECK(rig.session->session_id() == *spec.new_session_id);
    CHECK(rig.session->alive());
    co_await rig.session->close(in(1s));
    CHECK(rig.peer->fate->terminated);
  });
}

TEST_CASE("cli session: a CLI that does not answer initialize is unavailable") {
  run_task([](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig rig(executor, {});
    const auto started = co_await rig.session->initialize({}, in(30ms));
    REQUIRE_FALSE(started);
    CHECK(started.error().code == errc::agent_unavailable);
  });
}

TEST_CASE("cli session: a CLI that ends, or refuses, at initialize says why") {
  run_task([](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig ended(executor, {});
    ended.peer->end({127, std::nullopt}, "cannot start");
    const auto dead = co_await ended.session->initialize({}, in(20s));
    REQUIRE_FALSE(dead);
    CHECK(dead.error().code == errc::agent_unavailable);
    CHECK(dead.error().detail.find("exit code 127; stderr: cannot start") != std::string::npos);

    session_rig refusing(executor, {});
    refusing.peer->say(
        R"({"type":"control_response","response":{"subtype":"error","request_id":"req_1","error":"bad prompt"}})");
    const auto refused = co_await refusing.session->initialize({}, in(20s));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.find("bad prompt") != std::string::npos);
  });
}

TEST_CASE("cli session: an unknown session to resume is gone") {
  run_task([](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig rig(executor, {});
    rig.peer->say(R"({"type":"result","subtype":"error_during_execution","is_error":true,)"
                  R"("errors":["No conversation found with session ID: x"]})");
    const auto started = co_await rig.session->initialize({}, in(20s));
    REQUIRE_FALSE(started);
    CHECK(started.error().code == errc::gone);
  });
}

TEST_CASE("cli session: turns follow one another, each up to its result") {
  with_session([](session_rig& rig) -> rt::task<> {
    for (int turn = 0; turn < 3; ++turn) {
      REQUIRE(co_await rig.session->begin_turn("hello " + std::to_string(turn), {}));
      CHECK(rig.session->in_turn());
      const auto again = co_await rig.session->begin_turn("too soon", {});
      REQUIRE_FALSE(again);
      CHECK(again.error().code == errc::conflict);
      rig.peer->say(R"({"type":"system","subtype":"init","session_id":"s-9"})");
      rig.peer->say(text_line("a"));
      rig.peer->say("{broken");
      rig.peer->say(result_line());
      CHECK(is<domain::init_message>(co_await rig.session->next()));
      CHECK(is<domain::text_delta_message>(co_await rig.session->next()));
      CHECK(is<domain::noise_message>(co_await rig.session->next()));
      CHECK(is<domain::result_message>(co_await rig.session->next()));
      CHECK_FALSE(rig.session->in_turn());
      CHECK(rig.last()["message"]["content"] == "hello " + std::to_string(turn));
      CHECK(rig.session->session_id() == "s-9");
    }
    const auto over = co_await rig.session->next();
    REQUIRE_FALSE(over);
    CHECK(over.error().code == errc::conflict);
    CHECK(rig.session->alive());
  });
}

TEST_CASE("cli session: arrival times are those of the transport") {
  with_session([](session_rig& rig) -> rt::task<> {
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    const auto before = std::chrono::steady_clock::now().time_since_epoch();
    rig.peer->say(text_line("a"));
    const auto first = co_await rig.session->next();
    co_await rt::sleep_for(50ms);
    rig.peer->say(text_line("b"));
    const auto second = co_await rig.session->next();
    CHECK(first->at >= std::chrono::floor<std::chrono::milliseconds>(before));
    CHECK(second->at - first->at >= 40ms);
  });
}

TEST_CASE("cli session: what the CLI prints between turns is dropped but for its transcript") {
  with_session([](session_rig& rig) -> rt::task<> {
    REQUIRE(co_await rig.session->begin_turn("one", {}));
    rig.peer->say(mirror_line(1));
    rig.peer->say(result_line());
    rig.peer->say(mirror_line(2));
    rig.peer->say(text_line("stray"));
    rig.peer->say(result_line());
    co_await rig.settle();
    REQUIRE(co_await rig.session->begin_turn("two", {}));  // the first turn's messages were not read: dropped as well
    rig.peer->say(result_line());
    const auto one = co_await rig.session->next();
    const auto two = co_await rig.session->next();
    REQUIRE(is<domain::transcript_mirror_message>(one));
    REQUIRE(is<domain::transcript_mirror_message>(two));
    CHECK(std::get<domain::transcript_mirror_message>(two->message).entries[0].text == R"({"n":2})");
    CHECK(is<domain::result_message>(co_await rig.session->next()));
  });
}

TEST_CASE("cli session: a process that ends without a result has crashed") {
  with_session([](session_rig& rig) -> rt::task<> {
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    rig.peer->say(text_line("mid"));
    rig.peer->end({std::nullopt, 11}, "segfault");
    CHECK(is<domain::text_delta_message>(co_await rig.session->next()));
    const auto crashed = co_await rig.session->next();
    REQUIRE_FALSE(crashed);
    CHECK(crashed.error().code == errc::agent_crashed);
    CHECK(crashed.error().detail.find("signal 11") != std::string::npos);
    CHECK(crashed.error().detail.find("segfault") != std::string::npos);
    CHECK_FALSE(rig.session->alive());
    CHECK_FALSE(rig.session->in_turn());
    CHECK_FALSE(co_await rig.session->begin_turn("y", {}));
    CHECK_FALSE(co_await rig.session->interrupt());
  });
}

TEST_CASE("cli session: a process that dies between turns is no longer alive") {
  with_session([](session_rig& rig) -> rt::task<> {
    rig.peer->end({1, std::nullopt});
    co_await rig.settle();
    CHECK_FALSE(rig.session->alive());
  });
}

TEST_CASE("cli session: silence in a turn ends it and kills the process") {
  agent::session_limits limits;
  limits.silence = 150ms;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    co_await rt::sleep_for(200ms);  // silence between turns is nobody's concern
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    const auto silent = co_await rig.session->next();
    REQUIRE_FALSE(silent);
    CHECK(silent.error().code == errc::agent_timeout);
    CHECK(rig.peer->fate->killed);
    CHECK_FALSE(rig.session->alive());
  });
}

TEST_CASE("cli session: interrupt asks once and waits for the acknowledgement") {
  with_session([](session_rig& rig) -> rt::task<> {
    CHECK(co_await rig.session->interrupt());  // no turn runs: nothing to do
    CHECK(rig.peer->heard.size() == 1);
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    rig.peer->say(R"({"type":"control_response","response":{"subtype":"success","request_id":"req_2","response":{}}})");
    CHECK(co_await rig.session->interrupt());
    co_await rig.settle();
    CHECK(rig.last()["request"]["subtype"] == "interrupt");
    rig.peer->say(result_line());
    CHECK(is<domain::result_message>(co_await rig.session->next()));
  });
}

TEST_CASE("cli session: an interrupt that is not acknowledged times out") {
  agent::session_limits limits;
  limits.interrupt_reply = 30ms;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    const auto ignored = co_await rig.session->interrupt();
    REQUIRE_FALSE(ignored);
    CHECK(ignored.error().code == errc::timed_out);
    rig.reply_success();  // too late: nobody waits for it
    rig.peer->say(result_line());
    CHECK(is<domain::result_message>(co_await rig.session->next()));
  });
}

TEST_CASE("cli session: reading waits for an owner who does not read") {
  agent::session_limits limits;
  limits.unread_messages = 3;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    const auto before = rig.peer->lines_taken;
    for (int i = 0; i < 20; ++i) rig.peer->say(text_line(std::to_string(i)));
    rig.peer->say(result_line());
    co_await rig.settle();
    CHECK(rig.peer->lines_taken - before <= 4);
    for (int i = 0; i < 20; ++i) {
      const auto m = co_await rig.session->next();
      REQUIRE(is<domain::text_delta_message>(m));
      CHECK(std::get<domain::text_delta_message>(m->message).text == std::to_string(i));
    }
    CHECK(is<domain::result_message>(co_await rig.session->next()));
  });
}

TEST_CASE("cli session: a CLI that does not read its input is ended") {
  agent::session_limits limits;
  limits.write = 30ms;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    rig.peer->reads_input = false;
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    const auto stuck = co_await rig.session->next();
    REQUIRE_FALSE(stuck);
    CHECK(stuck.error().code == errc::agent_timeout);
    CHECK(rig.peer->fate->killed);
  });
}

TEST_CASE("cli session: what waits to be written is bounded") {
  agent::session_limits limits;
  limits.unsent_bytes = 1000;
  with_session(limits, [](session_rig& rig) -> rt::task<> {
    rig.peer->reads_input = false;
    REQUIRE(co_await rig.session->begin_turn(std::string(2000, 'x'), {}));
    const auto stuck = co_await rig.session->next();
    REQUIRE_FALSE(stuck);
    CHECK(stuck.error().code == errc::agent_timeout);
  });
}

TEST_CASE("cli session: closing in the middle of a turn ends its wait as cancelled") {
  run_task([](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig rig(executor, {});
    REQUIRE(co_await rig.initialize());
    REQUIRE(co_await rig.session->begin_turn("x", {}));
    auto closing = boost::asio::co_spawn(executor, rig.session->close(in(1s)), boost::asio::use_future);
    const auto closed = co_await rig.session->next();
    REQUIRE_FALSE(closed);
    CHECK(closed.error().code == errc::cancelled);
    co_await rig.settle();
    CHECK(closing.wait_for(0s) == std::future_status::ready);
    co_await rig.session->close(in(1s));  // again is nothing
  });
}

TEST_CASE("cli session: destroyed without close, it kills the process and leaves nothing running") {
  std::shared_ptr<transport_fate> fate;
  run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    session_rig rig(executor, {});
    fate = rig.peer->fate;
    REQUIRE(co_await rig.initialize());
    REQUIRE(co_await rig.session->begin_turn("x", {}));
  });
  CHECK(fate->killed);
  CHECK(fate->destroyed);
}
