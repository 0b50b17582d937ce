#include "rt/blocking_pool.hpp"

#include "rt/timer.hpp"
#include "support/run_task.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

using namespace switchboard;

TEST_CASE("blocking_pool: work runs on a worker and its value comes back to the caller's thread") {
  rt::blocking_pool pool("test", 2);
  const auto home = std::this_thread::get_id();
  test::run_task([&](auto) -> rt::task<> {
    auto work = [&](std::size_t worker) { return std::pair(worker, std::this_thread::get_id()); };
    const auto [worker, where] = co_await pool.run(work);
    CHECK(worker < 2);
    CHECK(where != home);
    CHECK(std::this_thread::get_id() == home);
  });
}

TEST_CASE("blocking_pool: what the work throws is thrown to the caller") {
  rt::blocking_pool pool("test", 1);
  test::run_task([&](auto) -> rt::task<> {
    auto work = [](std::size_t) -> int { throw std::runtime_error("broken"); };
    bool thrown = false;
    try {
      co_await pool.run(work);
    } catch (const std::runtime_error& e) {
      thrown = std::string(e.what()) == "broken";
    }
    CHECK(thrown);
  });
}

TEST_CASE("blocking_pool: a cancelled caller still waits for started work, so that captures stay valid") {
  rt::blocking_pool pool("test", 1);
  std::atomic<bool> finished = false;
  bool caller_went_on_early = false;
  test::run_task([&](auto) -> rt::task<> {
    auto work = [&](std::size_t) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      finished = true;
      return 1;
    };
    auto slow = [&]() -> rt::task<core::result<int>> {
      const auto value = co_await pool.run(work);
      caller_went_on_early = !finished;
      co_return value;
    };
    auto limited = slow();
    const auto outcome =
        co_await rt::with_deadline(core::deadline::after(std::chrono::milliseconds(1)), std::move(limited));
    CHECK(finished);
    (void)outcome;
  });
  CHECK_FALSE(caller_went_on_early);
}

TEST_CASE("blocking_pool: destroying it finishes what is queued") {
  std::atomic<int> done = 0;
  test::run_task([&](auto) -> rt::task<> {
    rt::blocking_pool pool("test", 3);
    for (int i = 0; i < 20; ++i) {
      auto work = [&](std::size_t) { return ++done; };
      co_await pool.run(work);
    }
  });
  CHECK(done == 20);
}
