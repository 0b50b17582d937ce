#include "auth/jwks_source.hpp"

#include "rt/task_group.hpp"
#include "rt/timer.hpp"
#include "support/show_result.hpp"
#include "unit/auth/run_task.hpp"
#include "unit/auth/token_maker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

using namespace switchboard;
using namespace switchboard::test;
using namespace std::chrono_literals;
using auth::jwks_options;
using auth::jwks_source;

namespace {

// The issuer's end: what the URL answers now, and how often it was asked. Thread-safe.
struct fake_url {
  std::mutex mutex;
  core::result<std::string> answer = core::make_internal(core::errc::closed, "connection refused");
  std::chrono::milliseconds delay{0};
  std::atomic<int> fetches{0};

  void set(core::result<std::string> next) {
    const std::lock_guard lock(mutex);
    answer = std::move(next);
  }
  core::result<std::string> now() {
    const std::lock_guard lock(mutex);
    return answer;
  }
};

auth::fetch_text fetcher(std::shared_ptr<fake_url> url) {
  return [url](std::string, core::deadline) -> rt::task<core::result<std::string>> {
    ++url->fetches;
    if (url->delay > 0ms) co_await rt::sleep_for(url->delay);
    co_return url->now();
  };
}

// A source whose loop runs on an io_context of the test.
struct bench {
  explicit bench(jwks_options options = {})
      : source("https://issuer.test/jwks", fetcher(url), options), group(io.get_executor()) {}
  ~bench() { stop(); }

  void start() { source.start(group); }
  void stop() {
    group.cancel();
    run(io, joined());
  }
  rt::task<bool> joined() {
    co_await group.join();
    co_return true;
  }
  auth::key_set_ptr look_again(std::chrono::milliseconds limit = 20s) {
    return run(io, source.look_again(core::deadline::after(limit)));
  }
  // Lets the loop run until something holds, for at most 20 s.
  template<class Condition>
  bool until(Condition holds) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    io.restart();
    while (!holds() && std::chrono::steady_clock::now() < end) io.run_one_for(50ms);
    return holds();
  }
  bool has(const std::string& kid) {
    const auto keys = source.current();
    return keys && !keys->candidates(wire::jws_algorithm::es256, kid).empty();
  }

  std::shared_ptr<fake_url> url = std::make_shared<fake_url>();
  boost::asio::io_context io{1};
  jwks_source source;
  rt::task_group group;
};

std::string keys_named(const std::string& kid) {
  return jwks(ec_signer().jwk(kid));
}

jwks_options slow() {
  jwks_options out;
  out.refresh = out.first_retry = out.last_retry = out.refetch_every = 1h;
  return out;
}

}  // namespace

TEST_CASE("jwks source: fetches at start; before that there are no keys") {
  bench b(slow());
  b.url->set(keys_named("a"));
  CHECK(b.source.current() == nullptr);
  CHECK(b.look_again(100ms) == nullptr);
  CHECK(b.url->fetches == 0);
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  CHECK(b.url->fetches == 1);
}

TEST_CASE("jwks source: the first token waits for the first fetch") {
  bench b(slow());
  b.url->set(keys_named("a"));
  b.url->delay = 50ms;
  b.start();
  CHECK(b.look_again() != nullptr);
  CHECK(b.has("a"));
  CHECK(b.url->fetches == 1);
}

TEST_CASE("jwks source: a rotation is found by the first token that names the new key") {
  bench b(slow());
  b.url->set(keys_named("a"));
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  b.url->set(keys_named("b"));
  CHECK_FALSE(b.has("b"));
  const auto fresh = b.look_again();
  REQUIRE(fresh != nullptr);
  CHECK(fresh->candidates(wire::jws_algorithm::es256, "b").size() == 1);
  CHECK(b.has("b"));
  CHECK_FALSE(b.has("a"));
  CHECK(b.url->fetches == 2);
}

TEST_CASE("jwks source: a flood of unknown key ids is not passed on") {
  auto options = slow();
  options.refetch_burst = 3;
  bench b(options);
  b.url->set(keys_named("a"));
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  for (int i = 0; i < 200; ++i) CHECK(b.look_again() != nullptr);
  CHECK(b.url->fetches == 1 + 3);
}

TEST_CASE("jwks source: many that ask at once share one fetch") {
  bench b(slow());
  b.url->set(keys_named("a"));
  b.url->delay = 100ms;
  b.start();
  int answered = 0;
  const auto ask = [&]() -> rt::task<> {
    const auto keys = co_await b.source.look_again(core::deadline::after(20s));
    if (keys) ++answered;
  };
  for (int i = 0; i < 50; ++i) boost::asio::co_spawn(b.io, ask, boost::asio::detached);
  REQUIRE(b.until([&] { return answered == 50; }));
  CHECK(b.url->fetches == 1);
}

TEST_CASE("jwks source: is refreshed in the background") {
  auto options = slow();
  options.refresh = 20ms;
  bench b(options);
  b.url->set(keys_named("a"));
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  b.url->set(keys_named("b"));
  CHECK(b.until([&] { return b.has("b"); }));
}

TEST_CASE("jwks source: an unchanged document keeps the very same set") {
  auto options = slow();
  options.refresh = 5ms;
  bench b(options);
  b.url->set(keys_named("a"));
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  const auto before = b.source.current();
  REQUIRE(b.until([&] { return b.url->fetches > 5; }));
  CHECK(b.source.current() == before);
}

TEST_CASE("jwks source: serves stale keys while the URL is down or talks nonsense, and recovers") {
  auto options = slow();
  options.refresh = options.first_retry = options.last_retry = 5ms;
  bench b(options);
  b.url->set(keys_named("a"));
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  for (const auto& broken : {core::result<std::string>(core::make_internal(core::errc::timed_out, "slow")),
                             core::result<std::string>("<html>502</html>"), core::result<std::string>(""),
                             core::result<std::string>(jwks(ec_signer().jwk("x", R"("d":"AAAA")")))}) {
    b.url->set(broken);
    const int seen = b.url->fetches;
    REQUIRE(b.until([&] { return b.url->fetches > seen + 2; }));
    CHECK(b.has("a"));
  }
  b.url->set(keys_named("b"));
  CHECK(b.until([&] { return b.has("b"); }));
}

TEST_CASE("jwks source: is down at start, answers later") {
  auto options = slow();
  options.first_retry = options.last_retry = 10ms;
  bench b(options);
  b.start();
  REQUIRE(b.until([&] { return b.url->fetches >= 3; }));
  CHECK(b.source.current() == nullptr);
  b.url->set(keys_named("a"));
  CHECK(b.until([&] { return b.has("a"); }));
}

TEST_CASE("jwks source: failures make the pauses longer") {
  auto options = slow();
  options.first_retry = 1ms;
  options.last_retry = 1h;
  bench b(options);
  b.start();
  const auto end = std::chrono::steady_clock::now() + 300ms;
  b.until([&] { return std::chrono::steady_clock::now() > end; });
  // 1 + 2 + 4 + … ms: nine pauses fill half a second.
  CHECK(b.url->fetches >= 2);
  CHECK(b.url->fetches <= 12);
}

TEST_CASE("jwks source: who waits is not held beyond its deadline, nor by a loop that ends") {
  bench b(slow());
  b.url->set(keys_named("a"));
  b.url->delay = 60s;
  b.start();
  CHECK(b.look_again(50ms) == nullptr);
  bool ended = false;
  const auto ask = [&]() -> rt::task<> {
    co_await b.source.look_again(core::deadline::after(60s));
    ended = true;
  };
  boost::asio::co_spawn(b.io, ask, boost::asio::detached);
  b.until([&] { return b.url->fetches > 0; });
  b.stop();
  CHECK(b.until([&] { return ended; }));
}

TEST_CASE("jwks source: other shards ask and read while the loop fetches") {
  auto options = slow();
  options.refetch_burst = 1000;
  options.refresh = 1ms;
  bench b(options);
  b.url->set(keys_named("a"));
  b.start();
  REQUIRE(b.until([&] { return b.has("a"); }));
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&b, &done] {
      for (int i = 0; i < 50; ++i) {
        const auto keys = run(b.source.look_again(core::deadline::after(20s)));
        if (keys && b.source.current()) ++done;
      }
    });
  }
  int rotation = 0;
  CHECK(b.until([&] {
    b.url->set(keys_named("r" + std::to_string(++rotation % 7)));
    return done == 150;
  }));
  for (auto& thread : threads) thread.join();
}
