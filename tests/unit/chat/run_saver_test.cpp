// The end of a run: committed first, then seen.
#include "chat_rig.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace std::chrono_literals;
using test::chat_rig;

TEST_CASE("saver: the terminal event is seen only after the commit") {
  chat_rig rig;
  rig.rows.finish_gate.shut();
  auto begun = rig.start({});
  REQUIRE(rig.rows.finish_gate.reached());
  const auto before = rig.run([&]() -> rt::task<test::seen_events> {
    auto reader = co_await rig.runs.read(rig.ada, begun.run, 0, core::deadline::after(60s));
    test::seen_events out;
    for (;;) {
      const auto step = co_await reader->next(50ms);
      if (step->events.empty()) break;
      for (const auto& e : step->events) out.push_back({e->seq, e->type, e->data});
    }
    co_return out;
  });
  CHECK(test::text_of(before) == "ok");
  CHECK(std::ranges::none_of(before, [](const auto& e) { return e.type == "done" || e.type == "error"; }));
  CHECK_FALSE(rig.rows.row(begun.run).end.has_value());
  rig.rows.finish_gate.open();
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(events.back().seq == before.back().seq + 1);
  CHECK(rig.rows.row(begun.run).last_seq == events.back().seq);
}

TEST_CASE("saver: tries again while the database is away, and the client hears of nothing but the end") {
  chat_rig rig;
  rig.rows.failing_finishes = 3;
  auto begun = rig.start({});
  const auto events = begun.events.get();
  CHECK(test::last(events, "stopReason") == "end_turn");
  CHECK(rig.rows.finishes == 4);
  CHECK(rig.rows.row(begun.run).status == "done");
}

TEST_CASE("saver: a client waits for so long only, and the rows follow when the database is back") {
  auto settings = chat_rig::quick();
  settings.save_patience = 100ms;
  chat_rig rig(settings);
  rig.rows.failing_finishes = 1'000'000;
  auto begun = rig.start({});
  const auto events = begun.events.get();
  CHECK(is_whole(events));
  CHECK(test::last(events, "code") == "database_unavailable");
  CHECK(test::last(events, "recoverable") == "true");
  CHECK_FALSE(rig.rows.row(begun.run).end.has_value());
  rig.rows.failing_finishes = 0;
  CHECK(chat_rig::eventually([&] { return rig.rows.row(begun.run).end.has_value(); }));
  const auto row = rig.rows.row(begun.run);
  CHECK(row.status == "failed");
  CHECK(row.end->text == "ok");
  CHECK(row.events.back().data == events.back().data);  // what the client saw is what is kept
}

TEST_CASE("saver: a lost race is tried again, a lasting fault ends the row without what was said") {
  chat_rig rig;
  rig.rows.finish_error = core::errc::conflict;
  rig.rows.failing_finishes = 1;
  CHECK(test::last(rig.turn({}), "stopReason") == "end_turn");
  rig.rows.finish_error = core::errc::not_found;
  rig.rows.failing_finishes = 1'000'000;
  auto begun = rig.start({.message = "no longer mine"});
  const auto events = begun.events.get();
  CHECK(test::last(events, "code") == "forbidden");
  CHECK(chat_rig::eventually([&] { return rig.rows.abandoned == 1; }));
  CHECK(chat_rig::eventually([&] { return rig.rows.row(begun.run).status == "failed"; }));
}

TEST_CASE(
    "saver: a fault that will not pass is not called an outage, and its run's end is above all numbers of the run") {
  chat_rig rig;
  auto first = rig.start({});
  first.events.get();
  rig.rows.finish_error = core::errc::internal;
  rig.rows.failing_finishes = 1;
  auto begun = rig.start({.message = "cannot be kept", .conversation = first.conversation});
  const auto events = begun.events.get();
  CHECK(test::last(events, "code") == "internal");
  CHECK(test::last(events, "recoverable") == "false");
  REQUIRE(chat_rig::eventually([&] { return rig.rows.row(begun.run).status == "failed"; }));
  const auto end = rig.rows.row(begun.run).events.back().seq;
  auto next = rig.start({.message = "go on", .conversation = first.conversation});
  CHECK(next.events.get().front().seq > end);
}

TEST_CASE("saver: a server that goes away gives up on a database that stays away") {
  auto settings = chat_rig::quick();
  settings.save_patience = 10ms;
  chat_rig rig(settings);
  rig.rows.failing_finishes = 1'000'000;
  auto begun = rig.start({});
  begun.events.get();
  rig.runs.shutdown(core::deadline::after(0ms));
  CHECK(rig.runs.counts().live == 0);
  CHECK_FALSE(rig.rows.row(begun.run).end.has_value());  // the next server ends it
}

TEST_CASE(
    "recover: what an earlier process left is ended above all numbers that were seen, and the next run above that") {
  test::gate words;
  words.shut();
  core::conversation_id conversation;
  core::run_id left;
  auto settings = chat_rig::quick();
  settings.numbers_low = settings.numbers_last = 0;  // none are reserved meanwhile
  chat_rig rig(settings);
  rig.agents.on("hello", test::says_unfinished("Half a sen") + test::script{test::wait_at{&words}});
  auto begun = rig.start({});
  const auto seen = rig.read_until(begun.run, "text");
  left = begun.run;
  conversation = begun.conversation;
  // As a starting server finds it: the row is unfinished, whoever drove it.
  const auto done = rig.run(
      [&]() -> rt::task<core::result<void>> { co_return co_await rig.runs.recover(core::deadline::after(60s)); });
  CHECK(done.has_value());
  const auto row = rig.rows.row(left);
  CHECK(row.status == "failed");
  REQUIRE(row.events.size() == 1);
  CHECK(row.events[0].type == "error");
  CHECK(row.events[0].seq > seen.back().seq);
  CHECK(rig.rows.row(conversation).reserved_seq == row.events[0].seq);
  words.open();
}

TEST_CASE("numbers: a run that says more than one block holds gets more, ahead of need") {
  auto settings = chat_rig::quick();
  settings.numbers_low = 10;
  settings.numbers_last = 4;
  chat_rig rig(settings);
  rig.rows.block = 20;
  rig.agents.on("hello", test::says(std::string(300, 'x'), 300) + test::ends());
  auto begun = rig.start({});
  const auto first = begun.events.get();
  CHECK(is_whole(first));
  CHECK(is_dense(first));
  CHECK(first.size() > 300);
  CHECK(rig.rows.row(begun.conversation).reserved_seq == first.back().seq);  // the rest went back
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  const auto second = rig.turn({.message = "again", .conversation = begun.conversation});
  CHECK(second.front().seq == first.back().seq + 1);
}

TEST_CASE("numbers: with none in reserve the agent waits, a cancel does not, and none is given unreserved") {
  auto settings = chat_rig::quick();
  settings.numbers_low = 10;
  settings.numbers_last = 8;
  chat_rig rig(settings);
  rig.rows.block = 20;
  rig.rows.reserve_gate.shut();
  rig.agents.on("hello", test::says(std::string(300, 'x'), 300) + test::ends());
  auto begun = rig.start({});
  REQUIRE(rig.rows.reserve_gate.reached());
  CHECK_FALSE(rig.cancel(begun.run).has_value());
  const auto events = begun.events.get();
  rig.rows.reserve_gate.open();
  CHECK(is_whole(events));
  CHECK(test::last(events, "stopReason") == "cancelled");
  CHECK(events.back().seq <= 20);
}

TEST_CASE("numbers: a waiting agent goes on when the database is back") {
  auto settings = chat_rig::quick();
  settings.numbers_low = 10;
  settings.numbers_last = 8;
  chat_rig rig(settings);
  rig.rows.block = 20;
  rig.rows.reserve_gate.shut();
  rig.agents.on("hello", test::says(std::string(100, 'x'), 100) + test::ends());
  auto begun = rig.start({});
  REQUIRE(rig.rows.reserve_gate.reached());
  rig.rows.reserve_gate.open();
  const auto events = begun.events.get();
  CHECK(is_dense(events));
  CHECK(test::text_of(events) == std::string(100, 'x'));
  CHECK(test::last(events, "stopReason") == "end_turn");
}
