// A wish to end is heard in every state, and never waits for what the run itself waits for.
#include "chat_rig.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace std::chrono_literals;
using test::chat_rig;

namespace {

test::script slow_words() {
  return test::says_unfinished("So far", 2) + test::script{test::hang{}};
}

void check_cancelled(chat_rig& rig, core::run_id run, const test::seen_events& events) {
  CHECK(is_whole(events));
  CHECK(test::last(events, "type") == "done");
  CHECK(test::last(events, "stopReason") == "cancelled");
  CHECK(rig.rows.row(run).status == "cancelled");
}

}  // namespace

TEST_CASE("cancel: a running turn keeps what was said and ends in done") {
  chat_rig rig;
  rig.agents.on("hello", slow_words());
  auto begun = rig.start({});
  rig.read_until(begun.run, "text");
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  const auto events = begun.events.get();
  check_cancelled(rig, begun.run, events);
  CHECK(rig.rows.row(begun.run).end->text == test::text_of(events));
  CHECK(rig.agents.interrupts() == 1);
  CHECK_FALSE(rig.cancel(begun.run).has_value());  // of a finished run: nothing
  CHECK(rig.rows.row(begun.run).status == "cancelled");
}

TEST_CASE("cancel: an agent that does not obey is ended") {
  chat_rig rig;
  rig.agents.set_manners(test::manners::stubborn);
  rig.agents.on("hello", slow_words());
  auto begun = rig.start({});
  rig.read_until(begun.run, "text");
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  check_cancelled(rig, begun.run, begun.events.get());
  CHECK(chat_rig::eventually([&] { return rig.agents.live() == 0; }));
}

TEST_CASE("cancel: while the agent starts") {
  chat_rig rig;
  rig.agents.open_gate.shut();
  auto begun = rig.start({});
  REQUIRE(rig.agents.open_gate.reached());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  check_cancelled(rig, begun.run, begun.events.get());
  CHECK(rig.agents.messages().empty());
  rig.agents.open_gate.open();
}

TEST_CASE("cancel: while it waits in the queue; the turn before it is left alone") {
  chat_rig rig;
  rig.agents.on("first", slow_words());
  auto first = rig.start({.message = "first"});
  auto second = rig.start({.message = "second", .conversation = first.conversation, .busy = chat::on_busy::queue});
  CHECK_FALSE(rig.cancel(second.run).has_value());
  const auto events = second.events.get();
  check_cancelled(rig, second.run, events);
  CHECK(rig.rows.row(first.run).status != "cancelled");
  CHECK_FALSE(rig.cancel(first.run).has_value());
  check_cancelled(rig, first.run, first.events.get());
  CHECK(rig.agents.messages() == std::vector<std::string>{"first"});
}

TEST_CASE("cancel: while the end is being saved changes nothing") {
  chat_rig rig;
  rig.rows.finish_gate.shut();
  auto begun = rig.start({});
  REQUIRE(rig.rows.finish_gate.reached());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  rig.rows.finish_gate.open();
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(test::last(events, "stopReason") == "end_turn");
  CHECK(rig.rows.row(begun.run).status == "done");
}

TEST_CASE("cancel: is heard while Postgres is slow to activate a queued turn") {
  test::gate words;
  chat_rig rig;
  auto first = rig.start({.message = "first"});
  first.events.get();
  words.shut();
  rig.agents.on("holds", {test::wait_at{&words}});
  auto holds = rig.start({.message = "holds", .conversation = first.conversation, .busy = chat::on_busy::queue});
  auto queued = rig.start({.message = "queued", .conversation = first.conversation, .busy = chat::on_busy::queue});
  REQUIRE(words.reached());
  rig.rows.activate_gate.shut();
  CHECK_FALSE(rig.cancel(holds.run).has_value());
  REQUIRE(rig.rows.activate_gate.reached());
  CHECK_FALSE(rig.cancel(queued.run).has_value());
  check_cancelled(rig, queued.run, queued.events.get());  // though the gate is still shut
  rig.rows.activate_gate.open();
}

TEST_CASE("cancel: is heard while Postgres is slow to note that a turn runs") {
  chat_rig rig;
  rig.rows.mark_gate.shut();
  rig.agents.on("hello", slow_words());
  auto begun = rig.start({});
  REQUIRE(rig.rows.mark_gate.reached());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  check_cancelled(rig, begun.run, begun.events.get());
  rig.rows.mark_gate.open();
}

TEST_CASE("cancel: is heard while Postgres is slow to say what was said before") {
  chat_rig rig;
  auto first = rig.start({});
  first.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  rig.rows.set_session(first.conversation, "forgotten");
  rig.agents.forget("forgotten");
  rig.rows.recent_gate.shut();
  auto begun = rig.start({.message = "again", .conversation = first.conversation});
  REQUIRE(rig.rows.recent_gate.reached());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  check_cancelled(rig, begun.run, begun.events.get());
  rig.rows.recent_gate.open();
}

TEST_CASE("cancel: is heard while Postgres is slow to give the session's transcript") {
  chat_rig rig;
  auto first = rig.start({});
  first.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  rig.rows.transcript_gate.shut();
  rig.agents.on("dies", {test::die{}});
  auto dies = rig.start({.message = "dies", .conversation = first.conversation});
  dies.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  auto begun = rig.start({.message = "again", .conversation = first.conversation});
  REQUIRE(rig.rows.transcript_gate.reached());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  check_cancelled(rig, begun.run, begun.events.get());
  rig.rows.transcript_gate.open();
}

TEST_CASE("cancel: of the run that a refusal has named") {
  chat_rig rig;
  rig.agents.on("first", slow_words());
  auto first = rig.start({.message = "first"});
  rig.read_until(first.run, "text");
  auto busy = rig.start({.message = "second", .conversation = first.conversation});
  REQUIRE(busy.error.has_value());
  const auto named = core::run_id::parse(busy.error->members.at(0).second);
  REQUIRE(named == first.run);
  CHECK_FALSE(rig.cancel(*named).has_value());
  check_cancelled(rig, first.run, first.events.get());
}

TEST_CASE("cancel: only of a run that the user can see") {
  chat_rig rig;
  const auto unknown = rig.cancel(core::run_id::random());
  REQUIRE(unknown.has_value());
  CHECK(unknown->code == core::errc::not_found);
}

TEST_CASE("shutdown: ends living turns with server_restart, saved, and refuses new ones") {
  chat_rig rig;
  rig.agents.on("hello", slow_words());
  auto begun = rig.start({});
  rig.read_until(begun.run, "text");
  rig.runs.shutdown(core::deadline::after(10ms));
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(test::last(events, "code") == "server_restart");
  CHECK(rig.rows.row(begun.run).status == "failed");
  const auto refused = rig.start({.message = "late"});
  REQUIRE(refused.error.has_value());
  CHECK(refused.error->code == core::errc::shutting_down);
}
