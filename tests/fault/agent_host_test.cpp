// An agent host alone with what can happen to it: its server goes, it is killed, its disk is full, a stranger knocks.
#include "agent/host_folder.hpp"
#include "agent/host_transport.hpp"
#include "agent/left_host.hpp"
#include "fake_cli.hpp"
#include "process/frame_link.hpp"
#include "process/spool_file.hpp"
#include "support/processes.hpp"
#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <poll.h>
#include <sys/wait.h>

using namespace switchboard;
using namespace std::chrono_literals;
using test::eventually;
using test::fake_cli;

namespace {

// Prints what it is told, after its pid.
constexpr auto echo = R"(echo "{\"pid\":$$}"; while read -r line; do echo "$line"; done)";

process::spawn_spec agent_of(const fake_cli& cli) {
  process::spawn_spec out;
  out.program = cli.config().program;
  out.environment = {{"PATH", "/usr/bin:/bin"}};
  out.working_directory = cli.config().working_directory;
  return out;
}

std::unique_ptr<agent::line_transport> start(const boost::asio::any_io_executor& executor, const fake_cli& cli,
                                             const agent::host_config& config) {
  auto started = agent::host_transport::start(executor, config, agent_of(cli));
  REQUIRE(started);
  return std::move(*started);
}

rt::task<std::string> next(agent::line_transport& transport) {
  auto reading = transport.read_line();
  const auto line = co_await rt::with_deadline(core::deadline::after(30s), std::move(reading));
  co_return line ? line->text : "(" + std::string(core::name(line.error().code)) + ")";
}

rt::task<pid_t> agent_pid(agent::line_transport& transport) {
  const auto line = co_await next(transport);
  REQUIRE(line.starts_with(R"({"pid":)"));
  co_return std::stoi(line.substr(7));
}

pid_t parent_of(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(stat, line);
  return std::stoi(line.substr(line.rfind(") ") + 4));
}

std::string only_folder(const fake_cli& cli) {
  const auto all = agent::list_host_folders(cli.config().hosts.folder);
  REQUIRE(all.size() == 1);
  return all.front();
}

bool all_gone(std::initializer_list<pid_t> pids) {
  return eventually([&] {
    for (const auto pid : pids) {
      if (test::is_alive(pid)) return false;
    }
    return true;
  });
}

// Collects what has ended: a host that was left behind is still a child of this program.
class collector {
 public:
  collector() = default;
  collector(const collector&) = delete;
  collector& operator=(const collector&) = delete;
  ~collector() {
    while (::waitpid(-1, nullptr, 0) > 0) {
    }
  }
};

// Starts a host, lets `use` have it, and leaves it as a server that is killed does.
template<class Use>
void leave_host(const fake_cli& cli, agent::host_config config, Use use) {
  test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    auto transport = start(executor, cli, config);
    co_await use(*transport);
    transport->detach();
  });
}

}  // namespace

TEST_CASE("agent host: passes lines both ways, in order, numbered") {
  const fake_cli cli(echo);
  test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    auto transport = start(executor, cli, cli.config().hosts);
    co_await agent_pid(*transport);
    for (int i = 0; i < 50; ++i) {
      const auto text = R"({"n":)" + std::to_string(i) + "}";
      REQUIRE(co_await transport->write_line(text));
      const auto line = co_await transport->read_line();
      REQUIRE(line);
      CHECK(line->text == text);
      CHECK(line->number == 3 + 2 * static_cast<std::uint64_t>(i));  // the input has a number too
    }
    const auto exit = co_await transport->terminate(core::deadline::after(10s));
    // It may see the end of its input before the TERM, or not.
    CHECK((exit.status.code == 0 || exit.status.signal == SIGTERM));
  });
  CHECK(agent::list_host_folders(cli.config().hosts.folder).empty());
}

TEST_CASE("agent host: without its server it goes on, and the next one finds every line") {
  const collector at_the_end;
  const fake_cli cli(
      R"(echo "{\"pid\":$$}"; read -r go; for i in 1 2 3; do echo "{\"n\":$i}"; done; read -r more; echo "$more")");
  pid_t pid = 0;
  leave_host(cli, cli.config().hosts, [&](agent::line_transport& t) -> rt::task<> {
    pid = co_await agent_pid(t);
    t.note("Bthe turn");
    REQUIRE(co_await t.write_line(R"({"type":"user"})"));
  });
  const auto spool = agent::spool_path(only_folder(cli));
  REQUIRE(eventually([&] { return process::read_spool_file(spool).frames.size() == 6; }));
  CHECK(test::is_alive(pid));
  auto left = agent::take_over_hosts(cli.config().hosts.folder);
  REQUIRE(left.size() == 1);
  REQUIRE(left[0].lives());
  CHECK(left[0].journal.begin_note == "the turn");
  CHECK(left[0].journal.message_told);
  REQUIRE(left[0].journal.lines.size() == 3);
  CHECK(left[0].journal.lines[2].text == R"({"n":3})");
  CHECK(left[0].position.command == 2);
  // A second server gets no answer, and must not disturb the first.
  CHECK(process::connect_in(left[0].host.folder, agent::host_socket_name).has_value());
  test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    agent::host_transport transport(executor, std::move(left[0].host), left[0].position);
    REQUIRE(co_await transport.write_line(R"({"more":1})"));
    CHECK(co_await next(transport) == R"({"more":1})");
    CHECK(co_await next(transport) == "(closed)");
    CHECK((co_await transport.terminate(core::deadline::after(1s))).status.code == 0);
  });
  CHECK(all_gone({pid}));
  CHECK(agent::list_host_folders(cli.config().hosts.folder).empty());
}

TEST_CASE("agent host: an agent that ended without a server is read from its spool") {
  const collector at_the_end;
  const fake_cli cli(R"(echo "{\"pid\":$$}"; read -r go; echo '{"last":1}'; echo oops >&2; exit 7)");
  pid_t pid = 0;
  leave_host(cli, cli.config().hosts, [&](agent::line_transport& t) -> rt::task<> {
    pid = co_await agent_pid(t);
    t.note("Bthe turn");
    REQUIRE(co_await t.write_line("{}"));
  });
  const auto folder = only_folder(cli);
  REQUIRE(eventually([&] { return !agent::read_identity(folder); }));
  auto left = agent::take_over_hosts(cli.config().hosts.folder);
  REQUIRE(left.size() == 1);
  CHECK_FALSE(left[0].lives());
  CHECK(left[0].journal.lines.back().text == R"({"last":1})");
  test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    agent::host_transport transport(executor, std::move(left[0].host), left[0].position);
    CHECK(co_await next(transport) == "(closed)");
    const auto exit = co_await transport.terminate(core::deadline::after(1s));
    CHECK(exit.status.code == 7);
    CHECK(exit.stderr_tail == "oops\n");
  });
  CHECK(agent::list_host_folders(cli.config().hosts.folder).empty());
}

TEST_CASE("agent host: a host that holds no turn is ended by the next server") {
  const collector at_the_end;
  const fake_cli cli(echo);
  pid_t pid = 0;
  leave_host(cli, cli.config().hosts, [&](agent::line_transport& t) -> rt::task<> { pid = co_await agent_pid(t); });
  CHECK(agent::take_over_hosts(cli.config().hosts.folder).empty());
  CHECK(all_gone({pid}));
  CHECK(agent::list_host_folders(cli.config().hosts.folder).empty());
}

TEST_CASE("agent host: whichever process of it is killed, nothing is left") {
  enum class victim { guard, host, both, agent };
  for (const auto who : {victim::guard, victim::host, victim::both, victim::agent}) {
    const fake_cli cli(std::string("trap '' TERM; sleep 300 & echo $! > pid; ") + echo);
    pid_t grandchild = 0;
    pid_t agent = 0;
    pid_t host = 0;
    pid_t guard = 0;
    test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
      auto transport = start(executor, cli, cli.config().hosts);
      agent = co_await agent_pid(*transport);
      host = parent_of(agent);
      guard = parent_of(host);
      std::ifstream(cli.folder() / "work" / "pid") >> grandchild;
      REQUIRE(grandchild > 0);
      if (who == victim::guard || who == victim::both) ::kill(guard, SIGKILL);
      if (who == victim::host || who == victim::both) ::kill(host, SIGKILL);
      if (who == victim::agent) ::kill(agent, SIGKILL);
      CHECK(co_await next(*transport) == "(closed)");
      const auto exit = co_await transport->terminate(core::deadline::after(1s));
      if (who == victim::agent) CHECK(exit.status.signal == SIGKILL);
    });
    CHECK(all_gone({agent, host, guard}));
    // Only where both keepers die at one blow may a process outside the agent's own live on; it is not the agent.
    if (who == victim::both)
      ::kill(grandchild, SIGKILL);
    else
      CHECK(all_gone({grandchild}));
    CHECK(test::process_state(guard).empty());
  }
}

TEST_CASE("agent host: without a server for too long it ends its agent, and says so in the spool") {
  const collector at_the_end;
  const fake_cli cli(std::string("trap '' TERM; ") + echo);
  auto config = cli.config().hosts;
  config.patience = 200ms;
  pid_t pid = 0;
  leave_host(cli, config, [&](agent::line_transport& t) -> rt::task<> {
    pid = co_await agent_pid(t);
    t.note("Bthe turn");
    REQUIRE(co_await t.write_line("{}"));
  });
  CHECK(all_gone({pid}));
  const auto folder = only_folder(cli);
  REQUIRE(eventually([&] { return !agent::read_identity(folder); }));
  auto left = agent::take_over_hosts(cli.config().hosts.folder);
  REQUIRE(left.size() == 1);
  CHECK(left[0].position.exit.has_value());
  agent::end_left_host(left[0]);
}

TEST_CASE("agent host: when its folder is removed nobody will come, and it ends") {
  const collector at_the_end;
  const fake_cli cli(echo);
  pid_t pid = 0;
  leave_host(cli, cli.config().hosts, [&](agent::line_transport& t) -> rt::task<> { pid = co_await agent_pid(t); });
  agent::remove_host_folder(only_folder(cli));
  CHECK(all_gone({pid}));
}

TEST_CASE("agent host: a spool that is full ends the agent with one reason") {
  const fake_cli cli(R"(echo "{\"pid\":$$}"; while :; do echo '{"text":"more and more and more"}'; done)");
  auto config = cli.config().hosts;
  config.spool_bytes = 4096;
  test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    auto transport = start(executor, cli, config);
    int lines = 0;
    while (co_await next(*transport) != "(closed)") ++lines;
    CHECK(lines > 10);
    CHECK(lines < 100);
    const auto exit = co_await transport->terminate(core::deadline::after(1s));
    CHECK(exit.stderr_tail.find("spool: it has reached its limit") != std::string::npos);
    CHECK(exit.status.signal == SIGKILL);
  });
}

TEST_CASE("agent host: a server that does not read slows the agent and loses nothing") {
  const fake_cli cli(R"(i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf '{"n":%d,"%08192d":0}\n' $i 0; done)");
  test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<> {
    auto transport = start(executor, cli, cli.config().hosts);
    co_await rt::sleep_for(300ms);
    for (int i = 1; i <= 3000; ++i) {
      const auto line = co_await next(*transport);
      if (!line.starts_with(R"({"n":)" + std::to_string(i) + ",")) FAIL("line " << i << " is " << line.substr(0, 40));
    }
    CHECK(co_await next(*transport) == "(closed)");
  });
}

TEST_CASE("agent host: a stranger without the secret learns nothing") {
  const collector at_the_end;
  const fake_cli cli(echo);
  pid_t pid = 0;
  leave_host(cli, cli.config().hosts, [&](agent::line_transport& t) -> rt::task<> {
    pid = co_await agent_pid(t);
    t.note("Bthe turn");
    REQUIRE(co_await t.write_line("{}"));
  });
  const auto folder = only_folder(cli);
  for (const auto& first : {wire::host_frame{wire::frame_kind::attach, 0, 0, 0, "guess"},
                            wire::host_frame{wire::frame_kind::terminate, 0, 0, 0, ""},
                            wire::host_frame{wire::frame_kind::attach, 0, 0, 0, std::string(5000, 'x')}}) {
    auto socket = process::connect_in(folder, agent::host_socket_name);
    REQUIRE(socket);
    process::frame_link link(std::move(*socket));
    link.send(first);
    pollfd ready{link.fd(), POLLIN, 0};
    REQUIRE(::poll(&ready, 1, 20'000) == 1);
    CHECK_FALSE(link.read());
    CHECK_FALSE(link.next());
  }
  CHECK(test::is_alive(pid));
  auto left = agent::take_over_hosts(cli.config().hosts.folder);
  REQUIRE(left.size() == 1);
  CHECK(left[0].lives());
  agent::end_left_host(left[0]);
  CHECK(all_gone({pid}));
}
