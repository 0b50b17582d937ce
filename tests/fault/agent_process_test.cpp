// What a broken CLI can do, and what becomes of it: one clear error, no process, no file, no memory left behind.
#include "fake_cli.hpp"
#include "support/processes.hpp"
#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>

using namespace switchboard;
using namespace std::chrono_literals;
using core::errc;
using test::fake_cli;

namespace {

agent::session_limits patient() {
  agent::session_limits l;
  l.silence = 20s;
  return l;
}

// Opens a session on the script, lets `use` have it, closes it, and checks that nothing is left.
template<class Use>
void with_cli(const std::string& script, agent::session_limits limits, Use use) {
  const auto files = test::open_files();
  const fake_cli cli(script);
  test::run_task([&](boost::asio::any_io_executor) -> rt::task<> {
    agent::cli_session_factory factory(cli.config(), limits);
    auto opened = co_await factory.open(test::fake_spec(), core::deadline::after(30s));
    REQUIRE(opened);
    co_await use(**opened, cli);
    co_await (*opened)->close(core::deadline::after(300ms));
  });
  CHECK(test::children().empty());
  CHECK(test::open_files() == files);
}

// The error of an opening that must fail.
core::error open_error(const agent::cli_config& config, std::chrono::milliseconds limit,
                       agent::session_spec spec = test::fake_spec()) {
  const auto files = test::open_files();
  auto error = test::run_task([&](boost::asio::any_io_executor) -> rt::task<core::error> {
    agent::cli_session_factory factory(config, patient());
    auto opened = co_await factory.open(spec, core::deadline::after(limit));
    co_return opened ? core::make_error(errc::internal, "it opened") : opened.error();
  });
  CHECK(test::children().empty());
  CHECK(test::open_files() == files);
  return error;
}

// The only turn's shape and error code, of a CLI that is broken in the given way after initialize.
void check_turn(const std::string& script, const std::string& shape, const std::string& code,
                agent::session_limits limits = patient()) {
  with_cli("answer_initialize\n" + script, limits, [&](agent::session& session, const fake_cli&) -> rt::task<> {
    const auto turn = co_await test::run_turn(session, "hi");
    CHECK(turn.shape() == shape);
    CHECK((turn.outcome.error ? core::name(turn.outcome.error->code) : "none") == code);
  });
}

}  // namespace

TEST_CASE("agent faults: the CLI is missing") {
  auto config = fake_cli("").config();
  CHECK(open_error(config, 10s).code == errc::agent_unavailable);
  CHECK(open_error(config, 10s).detail.find("No such file") != std::string::npos);
  CHECK(agent::cli_session_factory(config, {}).ready().error().code == errc::agent_unavailable);
}

TEST_CASE("agent faults: the CLI is not executable") {
  const fake_cli cli("");
  std::filesystem::permissions(cli.config().program, std::filesystem::perms::owner_read);
  CHECK(open_error(cli.config(), 10s).detail.find("Permission denied") != std::string::npos);
  CHECK_FALSE(agent::cli_session_factory(cli.config(), {}).ready());
}

TEST_CASE("agent faults: the CLI dies at start, and its words are in the detail") {
  const fake_cli cli("echo 'no licence' >&2; exit 3");
  CHECK(agent::cli_session_factory(cli.config(), {}).ready());
  const auto error = open_error(cli.config(), 20s);
  CHECK(error.code == errc::agent_unavailable);
  CHECK(error.detail.find("exit code 3") != std::string::npos);
  CHECK(error.detail.find("no licence") != std::string::npos);
  CHECK(error.message.find("licence") == std::string::npos);
}

TEST_CASE("agent faults: the CLI says nothing at start") {
  const fake_cli cli("trap '' TERM; while :; do sleep 1; done");
  CHECK(open_error(cli.config(), 200ms).code == errc::agent_unavailable);
}

TEST_CASE("agent faults: the CLI cannot find the session to resume") {
  const fake_cli cli(R"(read -r line; printf '{"type":"result","subtype":"error_during_execution","is_error":true,)"
                     R"("errors":["No conversation found with session ID: x"]}\n'; read -r line; exit 1)");
  auto spec = test::fake_spec();
  spec.resume_session_id = "00000000-0000-4000-8000-000000000000";
  CHECK(open_error(cli.config(), 20s, spec).code == errc::gone);
}

TEST_CASE("agent faults: a spec that is none starts nothing") {
  const fake_cli cli("touch started; sleep 60");
  auto spec = test::fake_spec();
  spec.model = "a model";
  CHECK(open_error(cli.config(), 10s, spec).code == errc::invalid_agent_config);
  CHECK_FALSE(std::filesystem::exists(cli.folder() / "work" / "started"));
}

TEST_CASE("agent faults: noise before and between the lines does not matter") {
  with_cli(R"(echo 'warning: old kernel'; answer_initialize; echo; echo '[1,2]'; read_user; say_text a; echo '{garbage';
             echo '{"type":"unheard_of","x":[{}]}'; say_text b; say_result; read -r line)",
           patient(), [](agent::session& session, const fake_cli&) -> rt::task<> {
             const auto turn = co_await test::run_turn(session, "hi");
             CHECK(turn.shape() == "session text text text done");
             CHECK(turn.text == "ab");
             CHECK(session.alive());
           });
}

TEST_CASE("agent faults: it dies before the first token") {
  check_turn("read_user; exit 0", "session error", "agent_crashed");
  check_turn("exit 1", "session error", "agent_crashed");
  check_turn("read_user; kill -KILL $$", "session error", "agent_crashed");
}

TEST_CASE("agent faults: it dies in mid text; what it said is kept and its block closed") {
  with_cli("answer_initialize; read_user; say_text Once; say_text ' upon'; kill -SEGV $$", patient(),
           [](agent::session& session, const fake_cli&) -> rt::task<> {
             const auto turn = co_await test::run_turn(session, "hi");
             CHECK(turn.shape() == "session text text text error");
             CHECK(turn.text == "Once upon");
             CHECK(turn.outcome.recoverable);
             CHECK(turn.outcome.error->detail.find("signal 11") != std::string::npos);
             CHECK_FALSE(session.alive());
           });
}

TEST_CASE("agent faults: it dies in mid line") {
  check_turn(R"(read_user; say_text a; printf '{"type":"stream_event","event":{"type":"content_bl'; exit 0)",
             "session text text error", "agent_crashed");
}

TEST_CASE("agent faults: a last line without its newline still counts") {
  check_turn(R"(read_user; say_text a; say_result | tr -d '\n'; exit 0)", "session text text done", "none");
}

TEST_CASE("agent faults: a line of fifty megabytes is passed over, whatever it holds") {
  check_turn(R"(read_user; say_text a; printf '{"type":"assistant","x":"'; head -c 52428800 /dev/zero | tr '\0' 'x';)"
             R"( printf '"}\n'; say_text b; head -c 52428800 /dev/zero | tr '\0' '{'; echo; say_result; read -r line)",
             "session text text text done", "none");
}

TEST_CASE("agent faults: endless noise without a newline ends with the process") {
  check_turn("read_user; head -c 30000000 /dev/zero; exit 1", "session error", "agent_crashed");
}

TEST_CASE("agent faults: it hangs in a turn, deaf to TERM") {
  auto limits = patient();
  limits.silence = 400ms;
  check_turn("trap '' TERM; read_user; say_text a; while :; do sleep 1; done", "session text text error",
             "agent_timeout", limits);
}

TEST_CASE("agent faults: it closes its output and lives on") {
  auto limits = patient();
  limits.exit_grace = 200ms;
  check_turn("trap '' TERM; read_user; exec 1>&-; while :; do sleep 1; done", "session error", "agent_crashed", limits);
}

TEST_CASE("agent faults: it does not read what it is told") {
  auto limits = patient();
  limits.write = 300ms;
  with_cli("answer_initialize; while :; do sleep 1; done", limits,
           [](agent::session& session, const fake_cli&) -> rt::task<> {
             const auto turn = co_await test::run_turn(session, std::string(1 << 20, 'x'));
             CHECK(turn.shape() == "session error");
             CHECK(turn.outcome.error->code == errc::agent_timeout);
           });
}

TEST_CASE("agent faults: a flood of errors on stderr neither blocks it nor fills memory") {
  check_turn("read_user; head -c 20000000 /dev/zero >&2; say_text a; say_result; read -r line",
             "session text text done", "none");
}

TEST_CASE("agent faults: deaf to TERM, it is closed all the same, with its whole group") {
  pid_t grandchild = 0;
  with_cli(
      "trap '' TERM; answer_initialize; sleep 300 & echo $! > pid; read_user; say_text a; say_result; "
      "while :; do sleep 1; done",
      patient(), [&](agent::session& session, const fake_cli& cli) -> rt::task<> {
        const auto turn = co_await test::run_turn(session, "hi");
        CHECK(turn.shape() == "session text text done");
        std::ifstream(cli.folder() / "work" / "pid") >> grandchild;
        CHECK(test::is_alive(grandchild));
      });
  CHECK(test::eventually([&] { return !test::is_alive(grandchild); }));
}

TEST_CASE("agent faults: it ends after its result; the turn is whole and the session over") {
  with_cli("answer_initialize; read_user; say_text a; say_result; exit 1", patient(),
           [](agent::session& session, const fake_cli&) -> rt::task<> {
             const auto turn = co_await test::run_turn(session, "hi");
             CHECK(turn.shape() == "session text text done");
             while (session.alive()) co_await rt::sleep_for(5ms);
             const auto second = co_await test::run_turn(session, "again");
             CHECK(second.shape() == "session error");
           });
}

TEST_CASE("agent faults: a session that is dropped in mid turn takes its process with it") {
  const auto files = test::open_files();
  const fake_cli cli("answer_initialize; read_user; say_text a; sleep 300");
  test::run_task([&](boost::asio::any_io_executor) -> rt::task<> {
    agent::cli_session_factory factory(cli.config(), patient());
    auto opened = co_await factory.open(test::fake_spec(), core::deadline::after(30s));
    REQUIRE(opened);
    REQUIRE(co_await (*opened)->begin_turn("hi", {}));
    CHECK(co_await (*opened)->next());
  });
  CHECK(test::children().empty());
  CHECK(test::open_files() == files);
}
