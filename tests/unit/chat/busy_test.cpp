// A conversation runs one turn at a time: what a second message may do, and that a repeated one is the same.
#include "chat_rig.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>

using namespace switchboard;
using namespace std::chrono_literals;
using chat::on_busy;
using test::chat_rig;
using strings = std::vector<std::string>;

namespace {

struct with_words {
  test::gate words;
};

// A conversation whose turn "first" holds until `words` opens.
struct busy_rig : with_words, chat_rig {
  explicit busy_rig(chat::run_settings settings = quick()) : chat_rig(std::move(settings)) {
    words.shut();
    agents.on("first",
              test::says_unfinished("One") + test::script{test::wait_at{&words}} + test::says("two") + test::ends());
    first = start({.message = "first"});
    read_until(first.run, "text");
  }
  ~busy_rig() { words.open(); }

  test::started first;
};

}  // namespace

TEST_CASE("busy: a second message is refused with the run that is in its way") {
  busy_rig rig;
  const auto second = rig.start({.message = "second", .conversation = rig.first.conversation});
  REQUIRE(second.error.has_value());
  CHECK(second.error->code == core::errc::conversation_busy);
  CHECK(second.error->members.at(0) == std::pair<std::string, std::string>("runId", rig.first.run.str()));
  CHECK(rig.rows.runs() == 1);
}

TEST_CASE("busy: queued messages wait in their order and are told their true place") {
  busy_rig rig;
  auto second = rig.start({.message = "second", .conversation = rig.first.conversation, .busy = on_busy::queue});
  auto third = rig.start({.message = "third", .conversation = rig.first.conversation, .busy = on_busy::queue}, 1);
  rig.read_until(third.run, "status");
  CHECK(rig.rows.row(third.run).status == "queued");
  rig.words.open();
  const auto one = rig.first.events.get();
  const auto two = second.events.get();
  const auto three = third.events.get();
  for (const auto* events : {&one, &two, &three}) {
    CHECK(is_whole(*events));
    CHECK(test::last(*events, "type") == "done");
  }
  CHECK(test::member(two.at(1), "position") == "1");
  CHECK(test::member(three.at(1), "position") == "2");
  CHECK(one.back().seq < two.back().seq);
  CHECK(two.back().seq < three.back().seq);
  CHECK(rig.agents.messages() == strings{"first", "second", "third"});
  std::vector<std::int64_t> all;
  for (const auto* events : {&one, &two, &three}) {
    for (const auto& e : *events) all.push_back(e.seq);
  }
  std::ranges::sort(all);
  std::vector<std::int64_t> expected(all.size());
  for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = static_cast<std::int64_t>(i) + 1;
  CHECK(all == expected);
}

TEST_CASE("busy: a queued message names the session that it then has") {
  busy_rig rig;
  auto second = rig.start({.message = "second", .conversation = rig.first.conversation, .busy = on_busy::queue});
  rig.words.open();
  const auto one = rig.first.events.get();
  const auto two = second.events.get();
  CHECK(test::member(two.front(), "sessionId") == test::member(one.front(), "sessionId"));
  CHECK(test::member(two.front(), "isResumed") == "true");
  CHECK(rig.agents.specs().size() == 1);  // the same process
  CHECK(rig.rows.row(rig.first.conversation).session_id == test::member(two.front(), "sessionId"));
}

TEST_CASE("busy: a queued message whose session came to nothing says which one it has") {
  chat_rig rig;
  rig.agents.open_gate.shut();
  auto first = rig.start({.message = "first"});
  REQUIRE(rig.agents.open_gate.reached());
  auto second = rig.start({.message = "second", .conversation = first.conversation, .busy = on_busy::queue});
  rig.read_until(second.run, "status");
  CHECK_FALSE(rig.cancel(first.run).has_value());  // before its agent has said anything
  first.events.get();
  rig.agents.open_gate.open();
  const auto events = second.events.get();
  CHECK(is_whole(events));
  CHECK(test::last(events, "type") == "done");
  const auto specs = rig.agents.specs();
  const auto real = specs.back().new_session_id.value_or("none");
  std::string told = test::member(events.front(), "sessionId");
  for (const auto& e : events) {
    if (e.type == "status" && !test::member(e, "sessionId").empty()) {
      told = test::member(e, "sessionId");
      CHECK(test::member(e, "isResumed") == "false");
    }
  }
  CHECK(told == real);
  CHECK(rig.rows.row(second.run).end->session_id == real);
}

TEST_CASE("busy: an interrupting message ends the running turn and takes its place") {
  busy_rig rig;
  auto second = rig.start({.message = "second", .conversation = rig.first.conversation, .busy = on_busy::interrupt});
  const auto one = rig.first.events.get();
  const auto two = second.events.get();
  CHECK(test::last(one, "stopReason") == "cancelled");
  CHECK(rig.rows.row(rig.first.run).end->text == "One");
  CHECK(test::last(two, "stopReason") == "end_turn");
}

TEST_CASE("busy: too many waiting messages are refused") {
  auto settings = chat_rig::quick();
  settings.max_queued = 1;
  busy_rig rig(settings);
  auto second = rig.start({.message = "second", .conversation = rig.first.conversation, .busy = on_busy::queue});
  CHECK_FALSE(second.error.has_value());
  const auto third = rig.start({.message = "third", .conversation = rig.first.conversation, .busy = on_busy::queue});
  REQUIRE(third.error.has_value());
  CHECK(third.error->code == core::errc::rate_limited);
  CHECK(third.error->retry_after.has_value());
}

TEST_CASE("busy: a waiting message gives up at its own limit") {
  auto settings = chat_rig::quick();
  settings.run_limit = 1s;
  chat_rig rig(settings);
  rig.rows.finish_gate.shut();  // the first turn cannot end
  auto first = rig.start({.message = "first"});
  REQUIRE(rig.rows.finish_gate.reached());
  auto second = rig.start({.message = "second", .conversation = first.conversation, .busy = on_busy::queue});
  REQUIRE(rig.rows.finish_gate.reached(2));
  rig.rows.finish_gate.open();
  CHECK(test::last(second.events.get(), "code") == "agent_timeout");
  CHECK(is_whole(first.events.get()));
}

TEST_CASE("idempotency: the same key and body attach to the run, another body is refused") {
  busy_rig rig;
  const auto here = rig.first.conversation;
  auto once = rig.start({.message = "once", .conversation = here, .busy = on_busy::queue, .key = "k"});
  auto again = rig.start({.message = "once", .conversation = here, .busy = on_busy::queue, .key = "k"}, 1);
  CHECK(again.replayed);
  CHECK(again.run == once.run);
  const auto other = rig.start({.message = "other", .conversation = here, .key = "k", .body = 2});
  REQUIRE(other.error.has_value());
  CHECK(other.error->code == core::errc::idempotency_mismatch);
  rig.words.open();
  const auto events = once.events.get();
  CHECK(again.events.get() == events);
  auto late = rig.start({.message = "once", .conversation = here, .key = "k"});  // long finished
  CHECK(late.replayed);
  CHECK(late.events.get().back() == events.back());
  CHECK(rig.rows.runs() == 2);
}

TEST_CASE("idempotency: two requests with one key race in a conversation that exists, and share one run") {
  for (const auto busy : {on_busy::reject, on_busy::queue, on_busy::interrupt}) {
    chat_rig rig;
    auto first = rig.start({});
    first.events.get();
    CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
    rig.rows.find_key_gate.shut();  // both have seen no such key before either begins
    rig.agents.on("twice", test::says("Just once") + test::ends());
    std::vector<std::future<test::started>> both;
    for (const std::size_t shard : {0U, 1U}) {
      both.push_back(std::async(std::launch::async, [&rig, &first, busy, shard] {
        return rig.start({.message = "twice", .conversation = first.conversation, .busy = busy, .key = "k"}, shard);
      }));
    }
    REQUIRE(rig.rows.find_key_gate.reached(2));
    rig.rows.find_key_gate.open();
    auto one = both[0].get();
    auto two = both[1].get();
    REQUIRE_FALSE(one.error.has_value());
    REQUIRE_FALSE(two.error.has_value());
    CHECK(one.run == two.run);
    CHECK(one.replayed != two.replayed);
    const auto events = one.events.get();
    CHECK(test::last(events, "stopReason") == "end_turn");
    CHECK(two.events.get().back() == events.back());
    CHECK(rig.rows.runs() == 2);
  }
}
