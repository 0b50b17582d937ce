// run_loop, through the service: what a turn says, and how it ends when its agent does not.
#include "chat_rig.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace std::chrono_literals;
using test::chat_rig;
using strings = std::vector<std::string>;

TEST_CASE("run: a turn begins with its session, streams its words and ends in done, saved") {
  chat_rig rig;
  rig.agents.on("hello", test::says("Good morning", 4) + test::ends());
  auto begun = rig.start({});
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(is_dense(events));
  CHECK(events.front().seq == 1);
  CHECK(test::text_of(events) == "Good morning");
  CHECK(test::statuses(events) == strings{"starting"});
  CHECK(test::member(events.front(), "runId") == begun.run.str());
  CHECK(test::member(events.front(), "isResumed") == "false");
  CHECK(test::last(events, "stopReason") == "end_turn");
  const auto row = rig.rows.row(begun.run);
  CHECK(row.status == "done");
  CHECK(row.end->text == "Good morning");
  CHECK(row.end->session_id == test::member(events.front(), "sessionId"));
  CHECK(row.end->assistant_message->str() == test::last(events, "messageId"));
  CHECK(row.events.back().data == events.back().data);
}

TEST_CASE("run: the next turn goes on in the same process with the next number") {
  chat_rig rig;
  auto begun = rig.start({});
  const auto first = begun.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  const auto second = rig.turn({.message = "again", .conversation = begun.conversation});
  CHECK(second.front().seq == first.back().seq + 1);
  CHECK(is_dense(second));
  CHECK(test::statuses(second).empty());
  CHECK(test::member(second.front(), "isResumed") == "true");
  CHECK(test::member(second.front(), "sessionId") == test::member(first.front(), "sessionId"));
  CHECK(rig.agents.specs().size() == 1);
}

TEST_CASE("run: an agent that dies before its first word ends the turn in one recoverable error") {
  chat_rig rig;
  rig.agents.on("hello", {test::die{}});
  auto begun = rig.start({});
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(test::last(events, "code") == "agent_crashed");
  CHECK(test::last(events, "recoverable") == "true");
  const auto row = rig.rows.row(begun.run);
  CHECK(row.status == "failed");
  CHECK(row.error_code == "agent_crashed");
  CHECK_FALSE(row.end->assistant_message.has_value());
}

TEST_CASE("run: an agent that dies in the middle of a sentence leaves what it said") {
  chat_rig rig;
  rig.agents.on("hello", test::says_unfinished("Once upon a", 3) + test::script{test::die{}});
  auto begun = rig.start({});
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(test::text_of(events) == "Once upon a");
  const auto closing =
      std::ranges::find_if(events, [](const auto& e) { return test::member(e, "isComplete") == "true"; });
  CHECK(closing != events.end());
  CHECK(test::last(events, "code") == "agent_crashed");
  const auto row = rig.rows.row(begun.run);
  CHECK(row.end->text == "Once upon a");
  CHECK(row.end->assistant_message.has_value());
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  CHECK(test::last(rig.turn({.message = "again", .conversation = begun.conversation}), "type") == "done");
}

TEST_CASE("run: silence that the session's watchdog noticed is a timeout") {
  chat_rig rig;
  rig.agents.on("hello", test::says_unfinished("Hm") + test::script{test::die{core::errc::agent_timeout}});
  CHECK(test::last(rig.turn({}), "code") == "agent_timeout");
}

TEST_CASE("run: a turn beyond its time is ended, its agent too, and what it said is kept") {
  auto settings = chat_rig::quick();
  settings.run_limit = 300ms;
  chat_rig rig(settings);
  rig.agents.on("hello", test::says_unfinished("Let me think") + test::script{test::hang{}});
  auto begun = rig.start({});
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(test::text_of(events) == "Let me think");
  CHECK(test::last(events, "code") == "agent_timeout");
  CHECK(rig.rows.row(begun.run).end->text == "Let me think");
  CHECK(chat_rig::eventually([&] { return rig.agents.live() == 0; }));
}

TEST_CASE("run: an agent that says too much is stopped") {
  auto settings = chat_rig::quick();
  settings.max_run_bytes = 2'000;
  chat_rig rig(settings);
  rig.agents.on("hello", test::says_unfinished(std::string(20'000, 'a'), 100) + test::script{test::hang{}});
  const auto events = rig.turn({});
  CHECK(is_whole(events));
  CHECK(test::last(events, "code") == "budget_exceeded");
  CHECK(test::text_of(events).size() < 20'000);
}

TEST_CASE("run: an agent that cannot be started, or take the message, is an error and no hang") {
  chat_rig rig;
  rig.agents.begin_fails = true;
  CHECK(test::last(rig.turn({}), "code") == "agent_crashed");
  auto settings = chat_rig::quick();
  settings.run_limit = 300ms;
  chat_rig slow(settings);
  slow.agents.open_gate.shut();
  CHECK(test::last(slow.turn({}), "code") == "agent_unavailable");
}

TEST_CASE("run: a bug in a session, its factory or the repository ends the turn as internal at once") {
  test::gate words;
  chat_rig rig;
  rig.agents.on("hello", {test::throw_up{}});
  CHECK(test::last(rig.turn({}), "code") == "internal");
  rig.agents.throwing_opens = 1;
  CHECK(test::last(rig.turn({.message = "another"}), "code") == "internal");
  words.shut();
  rig.agents.on("first", {test::wait_at{&words}});
  auto first = rig.start({.message = "first"});
  rig.rows.throwing_activations = 1;
  auto second = rig.start({.message = "second", .conversation = first.conversation, .busy = chat::on_busy::queue});
  CHECK_FALSE(rig.cancel(first.run).has_value());
  CHECK(test::last(second.events.get(), "code") == "internal");
  CHECK(test::last(first.events.get(), "stopReason") == "cancelled");
}

TEST_CASE("run: a missing agent is refused before anything is written") {
  chat_rig rig;
  rig.agents.missing = true;
  auto refused = rig.start({});
  REQUIRE(refused.error.has_value());
  CHECK(refused.error->code == core::errc::agent_unavailable);
  CHECK(rig.rows.runs() == 0);
}

TEST_CASE("run: a session that the agent no longer knows starts anew and says so") {
  chat_rig rig;
  auto begun = rig.start({});
  const auto first = begun.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  rig.rows.set_session(begun.conversation, "forgotten");
  rig.agents.forget("forgotten");
  const auto events = rig.turn({.message = "again", .conversation = begun.conversation});
  CHECK(is_whole(events));
  CHECK(test::last(events, "type") == "done");
  CHECK(test::member(events.front(), "sessionId") == "forgotten");
  const auto told = std::ranges::find_if(events, [](const auto& e) { return !test::member(e, "detail").empty(); });
  REQUIRE(told != events.end());
  CHECK(test::member(*told, "status") == "starting");
  CHECK(test::member(*told, "isResumed") == "false");
  const auto specs = rig.agents.specs();
  CHECK(test::member(*told, "sessionId") == specs.back().new_session_id.value_or("none"));
  CHECK(specs.back().system_prompt.find("hello") != std::string::npos);
  CHECK(rig.rows.row(begun.conversation).session_id == *specs.back().new_session_id);
}
