#include "chat/retention.hpp"

#include "rt/task_group.hpp"
#include "rt/timer.hpp"
#include "support/run_task.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

struct fake_rows final : store::retention_repository {
  rt::task<core::result<std::int64_t>> purge_events(std::chrono::seconds, int runs, core::deadline) override {
    ++calls;
    if (away) co_return core::make_error(core::errc::database_unavailable);
    const auto n = std::min<std::int64_t>(old_runs, runs);
    old_runs -= n;
    co_return n;
  }
  rt::task<core::result<std::int64_t>> purge_idempotency_keys(int rows, core::deadline) override {
    const auto n = std::min<std::int64_t>(old_keys, rows);
    old_keys -= n;
    co_return n;
  }
  std::int64_t old_runs = 0;
  std::int64_t old_keys = 0;
  int calls = 0;
  bool away = false;
};

}  // namespace

TEST_CASE("retention: a sweep deletes all that is old, batch by batch") {
  fake_rows rows;
  rows.old_runs = 25;
  rows.old_keys = 10;
  chat::retention retention(rows, {.batch = 10});
  const auto done =
      test::run_task([&](auto) -> rt::task<core::result<chat::purged>> { co_return co_await retention.sweep(); });
  REQUIRE(done.has_value());
  CHECK(done->runs == 25);
  CHECK(done->keys == 10);
  CHECK(rows.calls == 3);
}

TEST_CASE("retention: sweeps go on after the database was away, until cancelled") {
  fake_rows rows;
  rows.away = true;
  chat::retention_settings settings;
  settings.every = 0s;
  chat::retention retention(rows, settings);
  test::run_task([&](auto executor) -> rt::task<> {
    rt::task_group group(executor);
    group.spawn([&] { return retention.run(); });
    while (rows.calls < 3) co_await rt::sleep_for(1ms);
    rows.away = false;
    rows.old_runs = 5;
    while (rows.old_runs > 0) co_await rt::sleep_for(1ms);
    group.cancel();
    co_await group.join();
  });
  CHECK(rows.old_runs == 0);
}
