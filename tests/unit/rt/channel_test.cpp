#include "rt/bounded_channel.hpp"
#include "rt/task_group.hpp"
#include "rt/timer.hpp"
#include "support/run_task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace switchboard;
using namespace std::chrono_literals;

TEST_CASE("bounded_channel: a full channel refuses, a closed one drains and then ends") {
  test::run_task([](auto executor) -> rt::task<> {
    rt::bounded_channel<int> channel(executor, 2);
    CHECK(channel.try_push(1));
    CHECK(channel.try_push(2));
    CHECK_FALSE(channel.try_push(3));
    channel.close();
    CHECK_FALSE(channel.try_push(4));
    CHECK(co_await channel.pop() == 1);
    CHECK(co_await channel.pop() == 2);
    CHECK(co_await channel.pop() == std::nullopt);
  });
}

TEST_CASE("bounded_channel: a waiting reader gets what comes later, in order") {
  test::run_task([](auto executor) -> rt::task<> {
    rt::bounded_channel<int> channel(executor, 8);
    boost::asio::co_spawn(
        executor,
        [&]() -> rt::task<> {
          for (int i = 0; i < 5; ++i) {
            co_await rt::sleep_for(1ms);
            channel.try_push(i);
          }
          channel.close();
        },
        boost::asio::detached);
    int expected = 0;
    for (;;) {
      const auto got = co_await channel.pop();
      if (!got) break;
      CHECK(*got == expected++);
    }
    CHECK(expected == 5);
  });
}

TEST_CASE("with_deadline: what is late is timed_out, what is in time is itself") {
  test::run_task([](auto) -> rt::task<> {
    auto slow = []() -> rt::task<core::result<int>> {
      co_await rt::sleep_for(1h);
      co_return 1;
    };
    auto quick = []() -> rt::task<core::result<int>> { co_return 2; };
    auto late = slow();
    const auto first = co_await rt::with_deadline(core::deadline::after(5ms), std::move(late));
    CHECK(first.error().code == core::errc::timed_out);
    auto prompt = quick();
    const auto second = co_await rt::with_deadline(core::deadline::after(1h), std::move(prompt));
    CHECK(second.value() == 2);
  });
}

TEST_CASE("with_deadline: what the work throws is thrown at once, not at the deadline") {
  test::run_task([](auto) -> rt::task<> {
    auto broken = []() -> rt::task<core::result<int>> {
      co_await rt::sleep_for(1ms);
      throw std::runtime_error("broken");
    };
    auto work = broken();
    const auto began = std::chrono::steady_clock::now();
    bool thrown = false;
    try {
      co_await rt::with_deadline(core::deadline::after(1h), std::move(work));
    } catch (const std::runtime_error& e) {
      thrown = std::string(e.what()) == "broken";
    }
    CHECK(thrown);
    CHECK(std::chrono::steady_clock::now() - began < 10min);
  });
}

TEST_CASE("with_deadline: a cancelled wait ends as a cancellation, not as a fault of its own") {
  std::string what;
  test::run_task([&](auto executor) -> rt::task<> {
    rt::task_group group(executor);
    group.spawn([&]() -> rt::task<> {
      auto slow = []() -> rt::task<core::result<int>> {
        co_await rt::sleep_for(1h);
        co_return 1;
      };
      auto work = slow();
      try {
        co_await rt::with_deadline(core::deadline::after(1h), std::move(work));
      } catch (const boost::system::system_error& e) {
        what = e.code() == boost::asio::error::operation_aborted ? "cancelled" : e.what();
      }
    });
    co_await rt::sleep_for(1ms);
    group.cancel();
    co_await group.join();
  });
  CHECK(what == "cancelled");
}

TEST_CASE("deadline: is narrowed, never widened") {
  const auto soon = core::deadline::after(1s);
  CHECK(soon.narrowed(1h).when() == soon.when());
  CHECK(soon.narrowed(1ms).when() < soon.when());
  CHECK(core::deadline::after(-1s).passed());
  CHECK(core::deadline::after(-1s).remaining() == core::deadline::clock::duration::zero());
}
