// run_reader and conversation_reader: any number of them, from any cursor, at any pace, without gap or double.
#include "chat_rig.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>

using namespace switchboard;
using namespace std::chrono_literals;
using test::chat_rig;
using test::seen_events;

namespace {

// What a cursor leaves of a stream.
seen_events after(seen_events events, std::int64_t cursor) {
  std::erase_if(events, [&](const auto& e) { return e.seq <= cursor; });
  return events;
}

std::optional<core::errc> refusal(chat_rig& rig, core::conversation_id conversation, std::int64_t cursor) {
  return rig.run([&rig, conversation, cursor]() -> rt::task<std::optional<core::errc>> {
    auto reader = co_await rig.runs.read_conversation(rig.ada, conversation, cursor, core::deadline::after(60s));
    if (!reader) co_return reader.error().code;
    co_return std::nullopt;
  });
}

// A conversation's events up to the given number of terminal ones.
seen_events read_conversation(chat_rig& rig, core::conversation_id conversation, std::int64_t cursor, int runs,
                              std::size_t shard = 0) {
  return rig.run(
      [&rig, conversation, cursor, runs]() -> rt::task<seen_events> {
        auto reader = co_await rig.runs.read_conversation(rig.ada, conversation, cursor, core::deadline::after(60s));
        if (!reader) throw std::runtime_error(std::string(core::name(reader.error().code)));
        seen_events out;
        int ended = 0;
        while (ended < runs) {
          const auto step = co_await reader->next(200ms);
          if (!step) throw std::runtime_error("reading");
          for (const auto& e : step->events) {
            out.push_back({e->seq, e->type, e->data});
            ended += int{e->type == "done" || e->type == "error"};
          }
        }
        co_return out;
      },
      shard);
}

}  // namespace

TEST_CASE("reader: from every cursor a living run gives just the rest, on both shards") {
  test::gate words;
  chat_rig rig;
  words.shut();
  rig.agents.on("hello", test::says("one two three", 5) + test::script{test::wait_at{&words}} +
                             test::says(" four five", 5) + test::ends());
  auto begun = rig.start({});
  REQUIRE(words.reached());
  std::vector<std::future<seen_events>> readers;
  for (std::int64_t cursor = 0; cursor <= 8; ++cursor) {
    readers.push_back(std::async(std::launch::async, [&rig, &begun, cursor] {
      return rig.read(begun.run, cursor, static_cast<std::size_t>(cursor % 2));
    }));
  }
  words.open();
  const auto all = begun.events.get();
  CHECK(is_dense(all));
  std::int64_t cursor = 0;
  for (auto& reader : readers) {
    const auto rest = reader.get();
    CHECK(test::text_of(rest) == test::text_of(after(all, cursor)));
    CHECK(rest.back() == all.back());
    CHECK(std::ranges::all_of(rest, [&](const auto& e) { return e.seq > cursor; }));
    ++cursor;
  }
}

TEST_CASE("reader: a finished run replays from every cursor, its deltas merged, and ends") {
  chat_rig rig;
  rig.agents.on("hello", test::says("one two three", 6) + test::says("and four", 2) + test::ends());
  auto begun = rig.start({});
  const auto all = begun.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  for (std::int64_t cursor = 0; cursor < all.back().seq; ++cursor) {
    const auto rest = rig.read(begun.run, cursor);
    CHECK(test::text_of(rest) == test::text_of(after(all, cursor)));
    CHECK(rest.back() == all.back());
    CHECK(rest.size() <= after(all, cursor).size());
  }
  CHECK(rig.read(begun.run, all.back().seq).empty());
}

TEST_CASE("reader: a slow one does not slow the run; what left memory meanwhile comes from the rows, the seam unseen") {
  auto settings = chat_rig::quick();
  settings.keep_bytes = 0;
  settings.numbers_low = 10;
  chat_rig rig(settings);
  rig.rows.block = 5'000;
  rig.agents.on("hello", test::says(std::string(4'000, 'x'), 1'000) + test::says("tail") + test::ends());
  std::shared_ptr<chat::run_reader> slow;
  auto begun = rig.start({});
  const auto head = rig.run([&]() -> rt::task<std::int64_t> {
    auto reader = co_await rig.runs.read(rig.ada, begun.run, 0, core::deadline::after(60s));
    slow = std::make_shared<chat::run_reader>(std::move(*reader));
    const auto step = co_await slow->next(20s);
    co_return step->events.empty() ? 0 : static_cast<std::int64_t>(step->events.size());
  });
  CHECK(head > 0);
  const auto all = begun.events.get();  // the run has ended, whatever the slow reader does
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  const auto rest = rig.run([&]() -> rt::task<seen_events> {
    seen_events out;
    for (;;) {
      const auto step = co_await slow->next(20s);
      for (const auto& e : step->events) out.push_back({e->seq, e->type, e->data});
      if (step->ended) co_return out;
    }
  });
  const auto expected = after(all, all.front().seq + head - 1);
  CHECK(test::text_of(rest) == test::text_of(expected));
  CHECK(rest.back() == all.back());
}

TEST_CASE("reader: a long replay comes in pages") {
  chat_rig rig;
  rig.rows.block = 10'000;
  test::script steps;
  for (int i = 0; i < 1'300; ++i) steps = std::move(steps) + test::says("line " + std::to_string(i));
  rig.agents.on("hello", std::move(steps) + test::ends());
  auto begun = rig.start({});
  const auto all = begun.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  const auto before = rig.rows.page_reads.load();
  const auto replayed = rig.read(begun.run, 0);
  CHECK(test::text_of(replayed) == test::text_of(all));
  CHECK(rig.rows.page_reads - before >= 3);
}

TEST_CASE("reader: waits for so long and no longer, with its cursor where it was") {
  test::gate words;
  chat_rig rig;
  words.shut();
  rig.agents.on("hello", test::says("one") + test::script{test::wait_at{&words}} + test::ends());
  auto begun = rig.start({});
  REQUIRE(words.reached());
  const auto quiet = rig.run([&]() -> rt::task<bool> {
    auto reader = co_await rig.runs.read(rig.ada, begun.run, 0, core::deadline::after(60s));
    auto step = co_await reader->next(20s);
    const auto cursor = reader->cursor();
    step = co_await reader->next(30ms);
    co_return step->events.empty() && !step->ended && reader->cursor() == cursor && cursor > 0;
  });
  CHECK(quiet);
  words.open();
  CHECK(is_whole(begun.events.get()));
}

TEST_CASE("reader: a cursor that a living run never reaches ends with the run") {
  test::gate words;
  chat_rig rig;
  words.shut();
  rig.agents.on("hello", {test::wait_at{&words}, domain::result_message{}});
  auto begun = rig.start({});
  REQUIRE(words.reached());
  auto beyond = std::async(std::launch::async, [&] { return rig.read(begun.run, 1'000'000); });
  words.open();
  begun.events.get();
  CHECK(beyond.get().empty());
}

TEST_CASE("reader: a purged run is gone from its start, and at its end there is just nothing more") {
  chat_rig rig;
  auto begun = rig.start({});
  const auto all = begun.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  rig.rows.purge(begun.conversation);
  const auto refused = rig.try_read(begun.run, 0);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code == core::errc::gone);
  CHECK(refused.error().members.at(0).second == std::to_string(all.back().seq));
  CHECK(rig.read(begun.run, all.back().seq).empty());
}

TEST_CASE("reader: what another user has is not found, and a member who leaves sees no more") {
  chat_rig rig;
  auto begun = rig.start({});
  begun.events.get();
  CHECK(rig.try_read(core::run_id::random(), 0).error().code == core::errc::not_found);
  const auto visible = [&] {
    return rig.run([&]() -> rt::task<bool> {
      chat::run_reader reader(rig.rows, rig.ada, begun.run, nullptr, 0);
      co_return co_await reader.still_visible();
    });
  };
  CHECK(visible());
  rig.rows.member = false;
  CHECK_FALSE(visible());
}

TEST_CASE("conversation reader: goes over runs past and present, from every cursor, on both shards") {
  chat_rig rig;
  rig.agents.on("one", test::says("first ", 3) + test::ends());
  rig.agents.on("two", test::says("second ", 3) + test::ends());
  rig.agents.on("three", test::says("third", 3) + test::ends());
  auto one = rig.start({.message = "one"});
  const auto past = one.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  std::vector<std::future<seen_events>> readers;
  for (std::int64_t cursor = 0; cursor <= past.back().seq; ++cursor) {
    readers.push_back(std::async(std::launch::async, [&rig, &one, &past, cursor] {
      const int runs = cursor < past.back().seq ? 3 : 2;
      return read_conversation(rig, one.conversation, cursor, runs, static_cast<std::size_t>(cursor % 2));
    }));
  }
  const auto second = rig.turn({.message = "two", .conversation = one.conversation});
  const auto third = rig.turn({.message = "three", .conversation = one.conversation});
  CHECK(second.front().seq == past.back().seq + 1);
  CHECK(third.front().seq == second.back().seq + 1);
  std::int64_t cursor = 0;
  for (auto& reader : readers) {
    const auto events = reader.get();
    CHECK(test::text_of(events) == test::text_of(after(past, cursor)) + "second third");
    CHECK(events.back() == third.back());
    CHECK(std::ranges::adjacent_find(events, [](const auto& a, const auto& b) { return b.seq <= a.seq; }) ==
          events.end());
    ++cursor;
  }
}

TEST_CASE("conversation reader: a saved turn does not hide the first events of the one that waited behind it") {
  auto settings = chat_rig::quick();
  settings.keep_bytes = GENERATE(std::size_t{0}, std::size_t{1} << 20);
  test::gate words;
  test::gate more;
  chat_rig rig(settings);
  words.shut();
  more.shut();
  auto old = rig.start({.message = "old"});
  old.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  rig.agents.on(
      "one", test::says_unfinished("fir") + test::script{test::wait_at{&words}} + test::says("st ", 3) + test::ends());
  rig.agents.on("two", test::says("sec") + test::script{test::wait_at{&more}} + test::says("ond") + test::ends());
  auto one = rig.start({.message = "one", .conversation = old.conversation});
  rig.read_until(one.run, "text");
  auto two = rig.start({.message = "two", .conversation = old.conversation, .busy = chat::on_busy::queue});
  rig.read_until(two.run, "status");
  words.open();
  const auto first = one.events.get();
  REQUIRE(more.reached());  // the first is saved, the second is not
  auto whole = std::async(std::launch::async, [&] { return read_conversation(rig, old.conversation, 0, 3); });
  auto late = std::async(std::launch::async, [&] { return read_conversation(rig, old.conversation, 1, 3, 1); });
  more.open();
  const auto second = two.events.get();
  for (auto* reader : {&whole, &late}) {
    const auto events = reader->get();
    CHECK(std::ranges::count(events, second.front()) == 1);
    CHECK(std::ranges::count(events, second.at(1)) == 1);
    std::string shown = "keep " + std::to_string(settings.keep_bytes);
    for (const auto& e : events) shown += "\n" + e.data;
    INFO(shown);
    CHECK(test::text_of(events) == "okfirst second");
    CHECK(std::ranges::adjacent_find(events, [](const auto& a, const auto& b) { return b.seq <= a.seq; }) ==
          events.end());
  }
}

TEST_CASE("conversation reader: what is purged is gone, also where later events are kept: no silent gap") {
  chat_rig rig;
  auto one = rig.start({.message = "one"});
  const auto old = one.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  rig.rows.purge(one.conversation);
  const auto young = rig.turn({.message = "two", .conversation = one.conversation});
  CHECK(refusal(rig, one.conversation, 0) == core::errc::gone);
  CHECK(refusal(rig, one.conversation, old.back().seq - 1) == core::errc::gone);
  CHECK(refusal(rig, one.conversation, old.back().seq) == std::nullopt);
  CHECK(read_conversation(rig, one.conversation, old.back().seq, 1).back() == young.back());
  CHECK(refusal(rig, core::conversation_id::random(), 0) == core::errc::not_found);
}

TEST_CASE(
    "conversation reader: of a conversation whose server died, a cursor beyond all rows still finds the honest end") {
  chat_rig rig;
  auto one = rig.start({.message = "one"});
  one.events.get();
  CHECK(chat_rig::eventually([&] { return rig.runs.counts().live == 0; }));
  // A run of a server that is gone: only its row and its reservation are there.
  const auto left = rig.run([&]() -> rt::task<core::run_id> {
    store::new_run lost;
    lost.run = core::run_id::random();
    lost.conversation = one.conversation;
    lost.server_id = "server-1";
    lost.message = "lost";
    const auto limit = core::deadline::after(60s);
    co_await rig.rows.begin_run(rig.ada, lost, limit);
    co_await rig.runs.recover(limit);
    co_return lost.run;
  });
  const auto seen = rig.rows.row(one.conversation).reserved_seq - 1;  // as far as clients can have come
  const auto events = read_conversation(rig, one.conversation, seen, 1);
  REQUIRE(events.size() == 1);
  CHECK(test::last(events, "code") == "server_restart");
  CHECK(rig.read(left, seen) == events);
  const auto next = rig.turn({.message = "two", .conversation = one.conversation});
  CHECK(next.front().seq == events.back().seq + 1);
}
