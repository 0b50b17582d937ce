#include "chat/run_clock.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <thread>

namespace switchboard::chat {

using namespace std::chrono_literals;

TEST_CASE("run clock: it runs out") {
  const run_clock over(0ms);
  CHECK(over.passed());
  const run_clock fresh(1h);
  CHECK_FALSE(fresh.passed());
  CHECK(fresh.limit().remaining() > 59min);
}

TEST_CASE("run clock: while it stands still it neither passes nor shrinks, however many hold it") {
  run_clock clock(50ms);
  auto first = std::make_unique<run_clock::pause>(clock);
  auto second = std::make_unique<run_clock::pause>(clock);
  std::this_thread::sleep_for(100ms);
  CHECK_FALSE(clock.passed());
  first.reset();
  std::this_thread::sleep_for(100ms);
  CHECK_FALSE(clock.passed());
  CHECK(clock.limit().remaining() <= 50ms);
  second.reset();
  std::this_thread::sleep_for(100ms);
  CHECK(clock.passed());
}

TEST_CASE("run clock: a clock that has run out stays so after a pause") {
  run_clock clock(0ms);
  {
    const run_clock::pause still(clock);
  }
  CHECK(clock.passed());
}

}  // namespace switchboard::chat
