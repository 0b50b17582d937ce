#include "chat/conversation_log.hpp"

#include "rt/timer.hpp"
#include "support/run_task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

using namespace switchboard;
using namespace std::chrono_literals;
using chat::conversation_log;

namespace {

const auto run_a = core::run_id::random();
const auto run_b = core::run_id::random();

domain::text_event text(std::string content) {
  return {std::move(content), domain::block_state::open};
}

std::vector<std::int64_t> numbers(const chat::event_batch& batch) {
  std::vector<std::int64_t> out;
  for (const auto& e : batch.events) out.push_back(e->seq);
  return out;
}

}  // namespace

TEST_CASE("conversation_log: numbers go on after what is saved, without gaps, across runs") {
  test::run_task([](auto executor) -> rt::task<> {
    conversation_log log(executor);
    log.continue_after(41);
    log.append(run_a, text("a"));
    log.append(run_b, text("b"));
    log.append(run_a, text("c"));
    const auto all = co_await log.after(41, std::nullopt, 0ms);
    CHECK(numbers(all) == std::vector<std::int64_t>{42, 43, 44});
    CHECK(all.events[0]->data == R"({"type":"text","seq":42,"content":"a","isComplete":false})");
    const auto only_a = co_await log.after(41, run_a, 0ms);
    CHECK(numbers(only_a) == std::vector<std::int64_t>{42, 44});
    CHECK(only_a.cursor == 44);
  });
}

TEST_CASE("conversation_log: nothing after a reserved number is visible until it is filled") {
  test::run_task([](auto executor) -> rt::task<> {
    conversation_log log(executor);
    log.append(run_a, text("a"));
    const auto seq = log.reserve();
    log.append(run_b, text("later"));
    CHECK(numbers(co_await log.after(0, std::nullopt, 0ms)) == std::vector<std::int64_t>{1});
    log.fill(seq, run_a, domain::done_event{});
    const auto all = co_await log.after(0, std::nullopt, 0ms);
    CHECK(numbers(all) == std::vector<std::int64_t>{1, 2, 3});
    CHECK(all.events[1]->role == chat::event_role::terminal);
    CHECK_THROWS_AS(log.fill(seq, run_a, domain::done_event{}), std::logic_error);
  });
}

TEST_CASE("conversation_log: a waiting reader wakes for an event and for nothing else than its run") {
  test::run_task([](auto executor) -> rt::task<> {
    conversation_log log(executor);
    boost::asio::co_spawn(
        executor,
        [&]() -> rt::task<> {
          co_await rt::sleep_for(5ms);
          log.append(run_b, text("not for you"));
          co_await rt::sleep_for(5ms);
          log.append(run_a, text("for you"));
        },
        boost::asio::detached);
    const auto got = co_await log.after(0, run_a, 10s);
    CHECK(numbers(got) == std::vector<std::int64_t>{2});
    const auto nothing = co_await log.after(got.cursor, run_a, 1ms);
    CHECK(nothing.events.empty());
    CHECK_FALSE(nothing.closed);
  });
}

TEST_CASE("conversation_log: a reader that is older than memory is sent to the database") {
  test::run_task([](auto executor) -> rt::task<> {
    conversation_log log(executor);
    for (int i = 0; i < 10; ++i) log.append(run_a, text(std::string(100, 'x')));
    log.trim(8, 0);
    CHECK(log.floor() == 8);
    CHECK((co_await log.after(3, std::nullopt, 0ms)).behind);
    CHECK(numbers(co_await log.after(8, std::nullopt, 0ms)) == std::vector<std::int64_t>{9, 10});
    CHECK(log.last_seq() == 10);
  });
}

TEST_CASE("conversation_log: closing wakes every reader at once") {
  test::run_task([](auto executor) -> rt::task<> {
    conversation_log log(executor);
    boost::asio::co_spawn(
        executor,
        [&]() -> rt::task<> {
          log.close();
          co_return;
        },
        boost::asio::detached);
    const auto got = co_await log.after(0, std::nullopt, 60s);
    CHECK(got.closed);
  });
}
