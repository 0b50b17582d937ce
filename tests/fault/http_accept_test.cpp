// accept() fails: the server waits and goes on, and meanwhile serves whom it has. The failures are injected where the
// kernel would report them, since a process that is really out of descriptors cannot run its sanitizers.
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cerrno>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;

namespace {

constexpr std::string_view ask = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::atomic<int> accept_error = 0;  // what accept() reports; 0: nothing is wrong
std::atomic<int> accept_failures = 0;

}  // namespace

// Stands before the C library's own in this program.
extern "C" int accept(int fd, sockaddr* address, socklen_t* length) {
  if (const int wrong = accept_error.load()) {
    ++accept_failures;
    errno = wrong;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_accept, fd, address, length));
}

TEST_CASE("accept: backs off while the process or the machine has no descriptors or memory, and goes on after") {
  for (const int wrong : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
    INFO(wrong);
    accept_error = 0;
    test_server server(echo);
    raw_client early(server.port());
    REQUIRE(early.send(ask));
    REQUIRE(early.read_reply());

    accept_failures = 0;
    accept_error = wrong;
    raw_client late(server.port());  // the kernel completes the handshake without the server
    REQUIRE(late.send(ask));
    REQUIRE(eventually([] { return accept_failures >= 3; }));
    CHECK(server.get().connections() == 1);
    REQUIRE(early.send(ask));
    CHECK(early.read_reply()->status == 200);

    accept_failures = 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    CHECK(accept_failures <= 10);  // it waits between attempts

    accept_error = 0;
    CHECK(late.read_reply()->status == 200);
    CHECK(server.wait_for_connections(2));
  }
}

TEST_CASE("accept: a client that is gone before it is accepted does not stop the others") {
  test_server server(echo);
  accept_error = ECONNABORTED;
  accept_failures = 0;
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  REQUIRE(eventually([] { return accept_failures >= 1; }));
  accept_error = 0;
  CHECK(client.read_reply()->status == 200);
}
