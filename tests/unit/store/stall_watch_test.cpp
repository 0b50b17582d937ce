#include "store/pg/stall_watch.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace std::chrono_literals;
using switchboard::store::pg::stall_watch;
using clock_type = stall_watch::clock;

// Two connected sockets; the first is the one that a worker would block on.
class connection {
 public:
  connection() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) == 0); }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() {
    for (const int fd : ends_) ::close(fd);
  }
  int socket() const { return ends_[0]; }
  // Whether it is shut down within `patience`.
  bool breaks_within(std::chrono::milliseconds patience) const {
    pollfd p{ends_[0], POLLIN, 0};
    return ::poll(&p, 1, static_cast<int>(patience.count())) == 1;
  }

 private:
  std::array<int, 2> ends_{};
};

}  // namespace

TEST_CASE("stall watch: a call whose time is over finds its connection closed") {
  stall_watch watch(1);
  connection c;
  watch.arm(0, c.socket(), clock_type::now() + 5ms);
  CHECK(c.breaks_within(60s));
  CHECK(watch.disarm(0));
}

TEST_CASE("stall watch: a call that ended in time leaves its connection whole") {
  stall_watch watch(2);
  connection ended;
  connection late;
  watch.arm(0, ended.socket(), clock_type::now() + 20ms);
  CHECK_FALSE(watch.disarm(0));
  watch.arm(1, late.socket(), clock_type::now() + 50ms);
  REQUIRE(late.breaks_within(60s));
  CHECK_FALSE(ended.breaks_within(0ms));
}

TEST_CASE("stall watch: an earlier time wakes a watch that sleeps until a later one") {
  stall_watch watch(2);
  connection patient;
  connection hurried;
  watch.arm(0, patient.socket(), clock_type::now() + 1h);
  watch.arm(1, hurried.socket(), clock_type::now() + 1h);
  watch.hasten(1, clock_type::now() + 5ms);
  CHECK(hurried.breaks_within(60s));
  CHECK_FALSE(patient.breaks_within(0ms));
}

TEST_CASE("stall watch: hastening never puts a call's end off, and touches no call that has ended") {
  stall_watch watch(1);
  connection c;
  watch.arm(0, c.socket(), clock_type::now() + 5ms);
  watch.hasten(0, clock_type::now() + 1h);
  CHECK(c.breaks_within(60s));
  watch.disarm(0);
  connection next;
  watch.hasten(0, clock_type::now());
  watch.arm(0, next.socket(), clock_type::now() + 1h);
  CHECK_FALSE(next.breaks_within(20ms));
}

TEST_CASE("stall watch: many workers arm and disarm at once") {
  stall_watch watch(4);
  std::atomic<int> fired = 0;
  std::array<connection, 4> connections;  // made here: Catch2's assertions are not thread-safe
  std::vector<std::thread> workers;
  for (std::size_t w = 0; w < 4; ++w) {
    workers.emplace_back([&, w] {
      for (int i = 0; i < 500; ++i) {
        watch.arm(w, connections[w].socket(), clock_type::now() + 1h);
        fired += watch.disarm(w) ? 1 : 0;
      }
    });
  }
  for (auto& t : workers) t.join();
  CHECK(fired == 0);
}
