// The session pool over the real CLI: processes come and go, conversations go on.
#include "agent/session_pool.hpp"
#include "cli_rig.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

using namespace switchboard;
using namespace std::chrono_literals;

TEST_CASE("real pool: a conversation goes on in its live process, and in a new one when that was evicted") {
  boost::asio::io_context model_context;
  {
    test::cli_rig rig(model_context.get_executor());
    agent::session_limits limits;
    limits.silence = 60s;
    agent::cli_session_factory factory(rig.config(), limits);
    rt::runtime runtime(1);
    agent::pool_settings settings;
    settings.max_live = 1;
    agent::session_pool pool(runtime, factory, settings);
    runtime.start();
    REQUIRE(pool.ready());

    const auto ada = core::conversation_id::random();
    const auto other = core::conversation_id::random();
    auto spec = rig.spec();
    // One turn on the shard; what was said, or the error.
    const auto say = [&](core::conversation_id conversation, const agent::session_spec& wanted, std::string prompt) {
      auto turn = [&]() -> rt::task<std::string> {
        auto lease = co_await pool.acquire(conversation, wanted, core::deadline::after(60s));
        if (!lease) co_return "error: " + lease.error().detail;
        const auto done = co_await test::run_turn(lease->session(), prompt);
        co_return done.text;
      };
      return boost::asio::co_spawn(runtime.executor(0), turn, boost::asio::use_future).get();
    };

    CHECK(say(ada, spec, "My name is Ada.").find("Ada") != std::string::npos);
    auto again = spec;
    again.resume_session_id = spec.new_session_id;
    CHECK(say(ada, again, "What is my name?").find("Ada") != std::string::npos);
    CHECK(pool.live() == 1);
    CHECK(say(other, rig.spec(), "[[say Hello.]]") == "Hello.");
    CHECK(pool.live() == 1);
    CHECK(say(ada, again, "What is my name?").find("Ada") != std::string::npos);
    pool.shutdown(core::deadline::after(10s));
    CHECK(pool.live() == 0);
    runtime.stop();
  }
  CHECK(test::children().empty());
}
