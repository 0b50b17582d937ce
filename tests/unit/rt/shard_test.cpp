#include "rt/on_shard.hpp"
#include "rt/runtime.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

#include <future>

using namespace switchboard;

TEST_CASE("runtime: each shard knows itself, and crossing comes back") {
  rt::runtime runtime(2);
  runtime.start();
  CHECK(runtime.current() == 2);
  auto cross = [&]() -> rt::task<bool> {
    const auto here = runtime.current();
    auto there = [&]() -> rt::task<std::size_t> { co_return runtime.current(); };
    const auto other = co_await rt::on_shard(runtime.executor(1 - here), there);
    const auto same = co_await rt::on_shard(runtime.executor(here), there);
    co_return other == 1 - here&& same == here&& runtime.current() == here;
  };
  auto done = boost::asio::co_spawn(runtime.executor(0), cross(), boost::asio::use_future);
  CHECK(done.get());
  runtime.stop();
}

TEST_CASE("runtime: an exception on a shard is survived") {
  rt::runtime runtime(1);
  runtime.start();
  runtime.on(0, [] { throw std::runtime_error("a bug"); });
  std::promise<std::size_t> alive;
  runtime.on(0, [&] { alive.set_value(runtime.current()); });
  CHECK(alive.get_future().get() == 0);
  runtime.stop();
  runtime.stop();
}
