#include "rt/task_group.hpp"

#include "rt/timer.hpp"
#include "support/run_task.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace std::chrono_literals;

TEST_CASE("task_group: join waits for every task, and closures live as long as their coroutines") {
  int sum = 0;
  test::run_task([&](auto executor) -> rt::task<> {
    rt::task_group group(executor);
    for (int i = 1; i <= 4; ++i) {
      group.spawn([i, &sum]() -> rt::task<> {
        co_await rt::sleep_for(std::chrono::milliseconds(i));
        sum += i;
      });
    }
    CHECK(group.size() == 4);
    co_await group.join();
    CHECK(group.size() == 0);
  });
  CHECK(sum == 10);
}

TEST_CASE("task_group: cancel ends every wait at once") {
  int reached = 0;
  test::run_task([&](auto executor) -> rt::task<> {
    rt::task_group group(executor);
    for (int i = 0; i < 3; ++i) {
      group.spawn([&]() -> rt::task<> {
        co_await rt::sleep_for(1h);
        ++reached;
      });
    }
    co_await rt::sleep_for(1ms);
    group.cancel();
    co_await group.join();
  });
  CHECK(reached == 0);
}

TEST_CASE("task_group: a task that throws does not take the others with it") {
  bool other = false;
  test::run_task([&](auto executor) -> rt::task<> {
    rt::task_group group(executor);
    group.spawn([]() -> rt::task<> {
      co_await rt::sleep_for(1ms);
      throw std::runtime_error("a bug");
    });
    group.spawn([&]() -> rt::task<> {
      co_await rt::sleep_for(5ms);
      other = true;
    });
    co_await group.join();
  });
  CHECK(other);
}
