#include "process/child.hpp"

#include "shell.hpp"
#include "support/processes.hpp"
#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace switchboard;
using process::child;
using process::exit_status;
using test::run_task;
using test::shell;
using test::soon;

namespace {

// Starts the script and runs `use` with the child. The child is gone, and nothing of it is left, when this returns.
template<class Use>
void with_child(const std::string& script, Use use) {
  const auto files = test::open_files();
  run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    auto started = child::start(executor, shell(script));
    REQUIRE(started);
    co_await use(**started);
  });
  CHECK(test::open_files() == files);
  CHECK(test::children().empty());
}

exit_status code(int n) {
  return {n, std::nullopt};
}
exit_status signalled(int n) {
  return {std::nullopt, n};
}

}  // namespace

TEST_CASE("child: exit codes and signals are told apart") {
  with_child("exit 7", [](child& c) -> rt::task<> { CHECK((co_await c.wait(soon())).value() == code(7)); });
  with_child("exit 0", [](child& c) -> rt::task<> { CHECK((co_await c.wait(soon())).value() == code(0)); });
  with_child("kill -SEGV $$",
             [](child& c) -> rt::task<> { CHECK((co_await c.wait(soon())).value() == signalled(SIGSEGV)); });
}

TEST_CASE("child: what is written comes back, and stdin's end ends it") {
  with_child("cat", [](child& c) -> rt::task<> {
    const std::string line = "hello\n";
    REQUIRE(co_await c.write(line));
    CHECK(co_await test::read_line(c) == "hello");
    c.close_stdin();
    CHECK(co_await test::read_all(c) == "");
    CHECK((co_await c.wait(soon())).value() == code(0));
  });
}

TEST_CASE("child: a megabyte passes both ways at once") {
  with_child("cat", [](child& c) -> rt::task<> {
    const auto executor = co_await boost::asio::this_coro::executor;
    const std::string much(1 << 20, 'x');
    auto writing = boost::asio::co_spawn(
        executor,
        [&]() -> rt::task<> {
          CHECK(co_await c.write(much));
          c.close_stdin();
        },
        boost::asio::use_future);
    const auto back = co_await test::read_all(c);
    CHECK(back == much);
    writing.get();
  });
}

TEST_CASE("child: a process that reads no more makes writing fail, not this program") {
  with_child("exec 0<&-; echo closed; sleep 60", [](child& c) -> rt::task<> {
    CHECK(co_await test::read_line(c) == "closed");
    const std::string line = "x\n";
    const auto written = co_await c.write(line);
    REQUIRE_FALSE(written);
    CHECK(written.error().code == core::errc::closed);
  });
}

TEST_CASE("child: waiting has a limit") {
  with_child("sleep 60", [](child& c) -> rt::task<> {
    const auto ended = co_await c.wait(core::deadline::after(std::chrono::milliseconds(20)));
    REQUIRE_FALSE(ended);
    CHECK(ended.error().code == core::errc::timed_out);
    CHECK_FALSE(c.status());
  });
}

TEST_CASE("child: terminate asks first") {
  with_child("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done", [](child& c) -> rt::task<> {
    CHECK(co_await test::read_line(c) == "ready");
    CHECK(co_await c.terminate(soon()) == code(3));
    CHECK(co_await c.terminate(soon()) == code(3));
  });
}

TEST_CASE("child: terminate kills what does not obey") {
  with_child("trap '' TERM; echo ready; while :; do sleep 0.05; done", [](child& c) -> rt::task<> {
    CHECK(co_await test::read_line(c) == "ready");
    CHECK(co_await c.terminate(core::deadline::after(std::chrono::milliseconds(100))) == signalled(SIGKILL));
  });
}

TEST_CASE("child: a stopped process is terminated too") {
  with_child("echo ready; kill -STOP $$; sleep 60", [](child& c) -> rt::task<> {
    CHECK(co_await test::read_line(c) == "ready");
    CHECK(test::eventually([&] { return test::process_state(c.pid()) == "T"; }));
    CHECK(co_await c.terminate(soon()) == signalled(SIGTERM));
  });
}

TEST_CASE("child: terminate takes the whole group") {
  pid_t grandchild = 0;
  with_child("sleep 300 & echo $!; wait", [&](child& c) -> rt::task<> {
    grandchild = std::stoi(co_await test::read_line(c));
    CHECK(test::is_alive(grandchild));
    co_await c.terminate(soon());
  });
  CHECK(test::eventually([&] { return !test::is_alive(grandchild); }));
}

TEST_CASE("child: grandchildren do not outlive their parent") {
  pid_t grandchild = 0;
  with_child("sleep 300 & echo $!; exit 4", [&](child& c) -> rt::task<> {
    grandchild = std::stoi(co_await test::read_line(c));
    CHECK((co_await c.wait(soon())).value() == code(4));
  });
  CHECK(test::eventually([&] { return !test::is_alive(grandchild); }));
}

TEST_CASE("child: what left the group and holds the pipe open does not hold up reading") {
  pid_t escaped = 0;
  with_child("setsid sleep 300 & echo $!; echo last; exit 0", [&](child& c) -> rt::task<> {
    escaped = std::stoi(co_await test::read_line(c));
    CHECK(co_await test::read_all(c) == "last\n");
    CHECK((co_await c.wait(soon())).value() == code(0));
  });
  ::kill(escaped, SIGKILL);
}

TEST_CASE("child: the destructor kills the group and reaps") {
  pid_t leader = 0;
  pid_t grandchild = 0;
  with_child("trap '' TERM; sleep 300 & echo $!; while :; do sleep 1; done", [&](child& c) -> rt::task<> {
    leader = c.pid();
    grandchild = std::stoi(co_await test::read_line(c));
  });
  CHECK(test::process_state(leader).empty());
  CHECK(test::eventually([&] { return !test::is_alive(grandchild); }));
}

TEST_CASE("child: output that was written before the end can be read after it") {
  with_child("echo one; echo two", [](child& c) -> rt::task<> {
    REQUIRE(co_await c.wait(soon()));
    CHECK(co_await test::read_all(c) == "one\ntwo\n");
  });
}

TEST_CASE("child: the end of stderr is kept, bounded") {
  with_child("yes error | head -c 600000 >&2; echo last >&2; echo done; exit 1", [](child& c) -> rt::task<> {
    CHECK(co_await test::read_line(c) == "done");
    REQUIRE(co_await c.wait(soon()));
    CHECK(c.stderr_tail().size() == 8192);
    CHECK(c.stderr_tail().ends_with("error\nlast\n"));
  });
}

TEST_CASE("child: a hundred come and go without a trace") {
  const auto files = test::open_files();
  run_task([](boost::asio::any_io_executor executor) -> rt::task<> {
    for (int i = 0; i < 100; ++i) {
      auto c = child::start(executor, shell(i % 2 == 0 ? "exit 0" : "cat"));
      REQUIRE(c);
      if (i % 4 == 0) REQUIRE(co_await (*c)->wait(soon()));
      if (i % 4 == 1) co_await (*c)->terminate(soon());
    }
  });
  CHECK(test::open_files() == files);
  CHECK(test::children().empty());
}
