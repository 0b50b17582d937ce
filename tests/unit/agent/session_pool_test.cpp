#include "agent/session_pool.hpp"

#include "fake_sessions.hpp"
#include "rt/task_group.hpp"
#include "rt/timer.hpp"
#include "support/processes.hpp"
#include "support/show_result.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <optional>
#include <string>
#include <vector>

using namespace switchboard;
using namespace std::chrono_literals;
using agent::session_lease;
using core::errc;

namespace {

agent::session_spec fresh(const std::string& id = "s-1") {
  agent::session_spec s;
  s.model = "claude";
  s.new_session_id = id;
  return s;
}

agent::session_spec resuming(const std::string& id = "s-1") {
  auto s = fresh();
  s.new_session_id.reset();
  s.resume_session_id = id;
  return s;
}

core::deadline soon() {
  return core::deadline::after(20s);
}

// A runtime, a pool over fake sessions, and a way to run a coroutine on a shard from the test's thread.
class pool_rig {
 public:
  explicit pool_rig(agent::pool_settings settings = {}, std::size_t shards = 1)
      : runtime(shards), pool(runtime, factory, settings) {
    runtime.start();
  }
  pool_rig(const pool_rig&) = delete;
  pool_rig& operator=(const pool_rig&) = delete;
  ~pool_rig() {
    pool.shutdown(core::deadline::after(5s));
    runtime.stop();
    CHECK(counts->live == 0);
  }
  // Catch2's assertions are not thread-safe: `make`'s coroutine only reports, the test's thread checks.
  template<class Make>
  auto spawn(std::size_t shard, Make make) {
    auto kept = [make]() mutable -> std::invoke_result_t<Make> { co_return co_await make(); };
    return boost::asio::co_spawn(runtime.executor(shard), kept, boost::asio::use_future);
  }
  template<class Make>
  auto run(Make make, std::size_t shard = 0) {
    return spawn(shard, std::move(make)).get();
  }
  /// One turn: acquired, used, given back.
  core::result<void> turn(core::conversation_id conversation, agent::session_spec spec, std::size_t shard = 0) {
    return run(
        [this, conversation, spec]() -> rt::task<core::result<void>> {
          auto lease = co_await pool.acquire(conversation, spec, soon());
          if (!lease) co_return lease.error();
          co_return core::result<void>();
        },
        shard);
  }
  bool is_live(core::conversation_id conversation, std::size_t shard = 0) {
    return run([this, conversation]() -> rt::task<bool> { co_return pool.is_live(conversation); }, shard);
  }

  test::fake_factory factory;
  std::shared_ptr<test::fake_counts> counts = factory.counts;
  rt::runtime runtime;
  agent::session_pool pool;
  core::conversation_id a = core::conversation_id::random();
  core::conversation_id b = core::conversation_id::random();
  core::conversation_id c = core::conversation_id::random();
};

}  // namespace

TEST_CASE("session pool: a conversation's next turn finds its process") {
  pool_rig rig;
  CHECK_FALSE(rig.is_live(rig.a));
  REQUIRE(rig.turn(rig.a, fresh()));
  CHECK(rig.is_live(rig.a));
  CHECK(rig.pool.idle() == 1);
  REQUIRE(rig.turn(rig.a, resuming()));
  REQUIRE(rig.turn(rig.a, resuming()));
  CHECK(rig.counts->opened == 1);
  CHECK(rig.pool.live() == 1);
}

TEST_CASE("session pool: a process is never passed to another conversation") {
  pool_rig rig;
  REQUIRE(rig.turn(rig.a, fresh()));
  REQUIRE(rig.turn(rig.b, resuming()));
  CHECK(rig.counts->opened == 2);
  CHECK_FALSE(rig.is_live(rig.c));
}

TEST_CASE("session pool: another start, or another session, needs another process, begun when the old one has ended") {
  pool_rig rig;
  rig.counts->close_ms = 30;
  REQUIRE(rig.turn(rig.a, fresh()));
  auto changed = resuming();
  changed.system_prompt = "new";
  REQUIRE(rig.turn(rig.a, changed));
  CHECK(rig.counts->opened == 2);
  auto other = changed;
  other.resume_session_id = "s-2";
  REQUIRE(rig.turn(rig.a, other));
  auto again = changed;
  again.resume_session_id.reset();
  again.new_session_id = "s-3";
  REQUIRE(rig.turn(rig.a, again));
  CHECK(rig.counts->opened == 4);
  CHECK(rig.counts->most_live == 1);
}

TEST_CASE("session pool: a conversation's session serves one run at a time") {
  pool_rig rig;
  const auto second = rig.run([&]() -> rt::task<errc> {
    const auto first = co_await rig.pool.acquire(rig.a, fresh(), soon());
    const auto again = co_await rig.pool.acquire(rig.a, resuming(), soon());
    co_return first && !again ? again.error().code : errc::internal;
  });
  CHECK(second == errc::conflict);
}

TEST_CASE("session pool: what died, or is in the middle of a turn, is not kept") {
  pool_rig rig;
  rig.run([&]() -> rt::task<int> {
    const auto lease = co_await rig.pool.acquire(rig.a, fresh(), soon());
    co_await lease->session().begin_turn("x", {});
    const auto dying = co_await rig.pool.acquire(rig.b, fresh(), soon());
    dynamic_cast<test::fake_session&>(dying->session()).dead = true;
    co_return 0;
  });
  CHECK(test::eventually([&] { return rig.counts->closed == 2; }));
  CHECK_FALSE(rig.is_live(rig.a));
  CHECK_FALSE(rig.is_live(rig.b));
}

TEST_CASE("session pool: a session that died while it was idle is opened anew") {
  pool_rig rig;
  rig.run([&]() -> rt::task<int> {
    test::fake_session* session = nullptr;
    {
      const auto lease = co_await rig.pool.acquire(rig.a, fresh(), soon());
      session = &dynamic_cast<test::fake_session&>(lease->session());
    }
    session->dead = true;
    co_return 0;
  });
  REQUIRE(rig.turn(rig.a, resuming()));
  CHECK(rig.counts->opened == 2);
}

TEST_CASE("session pool: idle sessions end after their time") {
  agent::pool_settings settings;
  settings.idle = 50ms;
  pool_rig rig(settings);
  REQUIRE(rig.turn(rig.a, fresh()));
  CHECK(test::eventually([&] { return rig.counts->closed == 1; }));
  CHECK(test::eventually([&] { return rig.pool.live() == 0; }));
  CHECK(rig.pool.idle() == 0);
}

TEST_CASE("session pool: over its cap it ends the session that was idle the longest") {
  agent::pool_settings settings;
  settings.max_live = 2;
  pool_rig rig(settings);
  REQUIRE(rig.turn(rig.a, fresh()));
  REQUIRE(rig.turn(rig.b, fresh()));
  REQUIRE(rig.turn(rig.a, resuming()));
  REQUIRE(rig.turn(rig.c, fresh()));
  CHECK(rig.is_live(rig.a));
  CHECK_FALSE(rig.is_live(rig.b));
  CHECK(rig.is_live(rig.c));
  CHECK(rig.counts->most_live == 2);
}

TEST_CASE("session pool: with every process in use, a run waits for one, and not for ever") {
  agent::pool_settings settings;
  settings.max_live = 1;
  pool_rig rig(settings);
  const auto waited = rig.run([&]() -> rt::task<errc> {
    const auto held = co_await rig.pool.acquire(rig.a, fresh(), soon());
    const auto none = co_await rig.pool.acquire(rig.b, fresh(), core::deadline::after(30ms));
    co_return held && !none && none.error().retry_after ? none.error().code : errc::internal;
  });
  CHECK(waited == errc::agent_unavailable);
  auto holding = std::make_shared<std::promise<void>>();
  auto first = rig.spawn(0, [&]() -> rt::task<bool> {
    const auto lease = co_await rig.pool.acquire(rig.a, resuming(), soon());
    holding->set_value();
    co_await rt::sleep_for(50ms);
    co_return lease.has_value();
  });
  holding->get_future().get();
  CHECK(rig.turn(rig.b, fresh()));
  CHECK(first.get());
  CHECK(rig.counts->most_live == 1);
}

TEST_CASE("session pool: tenants take turns, and each who waits is told the place") {
  agent::pool_settings settings;
  settings.max_live = 1;
  pool_rig rig(settings);
  const auto flood = core::workspace_id::random();
  const auto other = core::workspace_id::random();
  using notes = std::vector<std::string>;
  const auto said = rig.run([&]() -> rt::task<notes> {
    auto out = std::make_shared<notes>();
    auto held = std::make_shared<std::optional<session_lease>>();
    auto first = co_await rig.pool.acquire(rig.a, fresh(), soon(), {flood, {}});
    held->emplace(std::move(*first));
    const auto executor = co_await boost::asio::this_coro::executor;
    rt::task_group waiting(executor);
    const auto wait = [&](std::string name, core::workspace_id tenant) {
      waiting.spawn([&rig, out, name, tenant]() -> rt::task<> {
        agent::admission who{tenant, [out, name](std::size_t place) { out->push_back(name + std::to_string(place)); }};
        auto acquiring = rig.pool.acquire(core::conversation_id::random(), fresh(), soon(), std::move(who));
        const auto lease = co_await std::move(acquiring);
        if (!lease) out->push_back(name + " failed");
      });
    };
    wait("flood-a ", flood);
    wait("flood-b ", flood);
    while (out->size() < 2) co_await rt::sleep_for(1ms);
    wait("other ", other);
    while (out->size() < 5) co_await rt::sleep_for(1ms);
    held->reset();
    co_await waiting.join();
    co_return *out;
  });
  // Who came last is served first, for its tenant was not served yet.
  REQUIRE(said.size() >= 8);
  const auto at = [&](const std::string& what) { return std::find(said.begin(), said.end(), what) - said.begin(); };
  CHECK(notes(said.begin(), said.begin() + 2) == notes{"flood-a 1", "flood-b 2"});
  CHECK(at("other 1") < at("other 0"));
  CHECK(at("other 0") < at("flood-a 0"));
  CHECK(at("flood-a 0") < at("flood-b 0"));
  CHECK(at("flood-b 0") < static_cast<std::ptrdiff_t>(said.size()));
}

TEST_CASE("session pool: the line of those who wait is bounded") {
  agent::pool_settings settings;
  settings.max_live = 1;
  settings.max_waiting = 0;
  pool_rig rig(settings);
  const auto code = rig.run([&]() -> rt::task<errc> {
    const auto held = co_await rig.pool.acquire(rig.a, fresh(), soon());
    const auto none = co_await rig.pool.acquire(rig.b, fresh(), soon());
    co_return held && !none ? none.error().code : errc::internal;
  });
  CHECK(code == errc::agent_unavailable);
}

TEST_CASE("session pool: an opening that fails, or is given up, leaves no trace") {
  agent::pool_settings settings;
  settings.max_live = 1;
  pool_rig rig(settings);
  rig.counts->fail = true;
  CHECK_FALSE(rig.pool.ready());
  CHECK(rig.turn(rig.a, fresh()).error().code == errc::agent_unavailable);
  rig.counts->fail = false;
  CHECK(rig.pool.ready());
  rig.counts->open_ms = 10'000;
  rig.run([&]() -> rt::task<int> {
    using boost::asio::experimental::awaitable_operators::operator||;
    auto opening = rig.pool.acquire(rig.a, fresh(), soon());
    auto giving_up = rt::sleep_for(20ms);
    auto either = std::move(opening) || std::move(giving_up);
    co_await std::move(either);
    co_return 0;
  });
  rig.counts->open_ms = 0;
  CHECK(rig.pool.live() == 0);
  CHECK(rig.turn(rig.a, fresh()));
}

TEST_CASE("session pool: a forgotten conversation's idle session ends") {
  pool_rig rig;
  REQUIRE(rig.turn(rig.a, fresh()));
  rig.run([&]() -> rt::task<int> {
    rig.pool.forget(rig.a);
    rig.pool.forget(rig.b);
    co_return 0;
  });
  CHECK(test::eventually([&] { return rig.counts->closed == 1; }));
}

TEST_CASE("session pool: after shutdown nothing is left and nothing is opened") {
  pool_rig rig({}, 2);
  REQUIRE(rig.turn(rig.a, fresh(), 0));
  REQUIRE(rig.turn(rig.b, fresh(), 1));
  rig.pool.shutdown(core::deadline::after(10s));
  CHECK(rig.counts->live == 0);
  CHECK(rig.pool.live() == 0);
  CHECK(rig.turn(rig.a, resuming()).error().code == errc::shutting_down);
}

TEST_CASE("session pool: shutdown waits for the runs that still use theirs") {
  pool_rig rig;
  auto holding = std::make_shared<std::promise<void>>();
  auto run = rig.spawn(0, [&]() -> rt::task<int> {
    const auto lease = co_await rig.pool.acquire(rig.a, fresh(), soon());
    holding->set_value();
    co_await rt::sleep_for(60ms);
    co_return 0;
  });
  holding->get_future().get();
  rig.pool.shutdown(core::deadline::after(10s));
  CHECK(run.wait_for(0s) == std::future_status::ready);
  CHECK(rig.counts->live == 0);
}

TEST_CASE("session pool: one cap over all shards, and the longest idle ends wherever it is") {
  agent::pool_settings settings;
  settings.max_live = 2;
  pool_rig rig(settings, 3);
  REQUIRE(rig.turn(rig.a, fresh(), 0));
  REQUIRE(rig.turn(rig.b, fresh(), 1));
  REQUIRE(rig.turn(rig.c, fresh(), 2));
  CHECK_FALSE(rig.is_live(rig.a, 0));
  CHECK(rig.is_live(rig.b, 1));
  CHECK(rig.is_live(rig.c, 2));
  CHECK(rig.counts->most_live == 2);
}

TEST_CASE("session pool: many runs on many shards keep to the cap and all get their turn") {
  agent::pool_settings settings;
  settings.max_live = 3;
  settings.max_waiting = 1000;
  pool_rig rig(settings, 4);
  std::vector<std::future<bool>> runs;
  for (std::size_t i = 0; i < 120; ++i) {
    runs.push_back(rig.spawn(i % 4, [&rig, i]() -> rt::task<bool> {
      const auto lease = co_await rig.pool.acquire(core::conversation_id::random(), fresh(), soon());
      co_await rt::sleep_for(std::chrono::milliseconds(i % 3));
      co_return lease.has_value();
    }));
  }
  for (auto& run : runs) CHECK(run.get());
  CHECK(rig.counts->opened == 120);
  CHECK(rig.counts->most_live <= 3);
}
