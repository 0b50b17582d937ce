#include "process/spawn.hpp"

#include "shell.hpp"
#include "support/processes.hpp"
#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>

using namespace switchboard;
using process::child;
using process::file_descriptor;

namespace {

std::string output_of(const process::spawn_spec& spec) {
  return test::run_task([&](boost::asio::any_io_executor executor) -> rt::task<std::string> {
    auto started = child::start(executor, spec);
    REQUIRE(started);
    co_return co_await test::read_all(**started);
  });
}

core::error error_of(const process::spawn_spec& spec) {
  const auto files = test::open_files();
  auto started = process::spawn(spec);
  REQUIRE_FALSE(started);
  CHECK(test::open_files() == files);
  CHECK(test::children().empty());
  return started.error();
}

}  // namespace

TEST_CASE("spawn: the environment is what is listed, nothing of ours") {
  ::setenv("SWITCHBOARD_TEST_SECRET", "leak", 1);
  process::spawn_spec spec;
  spec.program = "/usr/bin/env";
  spec.working_directory = "/";
  CHECK(output_of(spec).empty());
  spec.environment = {{"A", "1"}, {"B", "two words\nand a line"}};
  CHECK(output_of(spec) == "A=1\nB=two words\nand a line\n");
}

TEST_CASE("spawn: arguments arrive as they are, without a shell") {
  process::spawn_spec spec;
  spec.program = "/usr/bin/printf";
  spec.args = {"%s|", "a b", "$(id)", "", "--x=;rm"};
  spec.working_directory = "/";
  CHECK(output_of(spec) == "a b|$(id)||--x=;rm|");
}

TEST_CASE("spawn: the working directory is the given one") {
  auto spec = test::shell("pwd");
  spec.working_directory = "/usr/bin";
  CHECK(output_of(spec) == "/usr/bin\n");
}

TEST_CASE("spawn: no file but the three pipes is open, whether it closes on exec or not") {
  const file_descriptor inherited(::open("/dev/null", O_RDONLY));
  REQUIRE(inherited.get() >= 0);
  CHECK(output_of(test::shell("cd /proc/self/fd && echo *")) == "0 1 2 3\n");  // 3: the shell's own directory listing
}

TEST_CASE("spawn: signals are as a new program expects them") {
  sigset_t block;
  ::sigemptyset(&block);
  ::sigaddset(&block, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &block, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  const auto status = output_of(test::shell("grep -E '^Sig(Blk|Ign)' /proc/self/status"));
  ::pthread_sigmask(SIG_UNBLOCK, &block, nullptr);
  // 32 and 33 are glibc's own.
  const auto ok = status == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n" ||
                  status == "SigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n";
  CHECK(ok);
}

TEST_CASE("spawn: the child leads a process group of its own") {
  const auto ids = output_of(test::shell("cut -d' ' -f1,5 /proc/$$/stat; echo $$"));
  const auto pid = ids.substr(ids.find('\n') + 1, ids.size() - ids.find('\n') - 2);
  CHECK(ids == pid + " " + pid + "\n" + pid + "\n");
}

TEST_CASE("spawn: a program that cannot be started is an error that says why") {
  auto spec = test::shell("true");
  spec.program = "/nonexistent/claude";
  CHECK(error_of(spec).code == core::errc::agent_unavailable);
  CHECK(error_of(spec).detail.find("No such file") != std::string::npos);
  spec.program = "/etc/passwd";
  CHECK(error_of(spec).detail.find("Permission denied") != std::string::npos);
  spec.program = "/bin/sh";
  spec.working_directory = "/nonexistent";
  CHECK(error_of(spec).code == core::errc::agent_unavailable);
}

TEST_CASE("spawn: a NUL in an argument or a variable is refused, not cut") {
  auto spec = test::shell("true");
  spec.args.emplace_back("a\0b", 3);
  CHECK(error_of(spec).code == core::errc::agent_unavailable);
  spec.args.pop_back();
  spec.environment.emplace_back("A", std::string("x\0y", 3));
  CHECK(error_of(spec).code == core::errc::agent_unavailable);
}

TEST_CASE("spawn: works when this program has closed its own standard files") {
  const file_descriptor saved(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 100));
  ::close(STDIN_FILENO);
  const auto got = output_of(test::shell("echo fine"));
  ::dup2(saved.get(), STDIN_FILENO);
  CHECK(got == "fine\n");
}

TEST_CASE("spawn: exit statuses read as words") {
  CHECK(process::describe({1, std::nullopt}) == "exit code 1");
  CHECK(process::describe({std::nullopt, SIGKILL}) == "signal 9 (Killed)");
  CHECK(process::describe({}) == "unknown");
}
