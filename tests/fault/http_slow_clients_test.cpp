// Clients that send or read as slowly as they can, many at a time: they are closed, they cost bounded memory, and the
// others do not notice.
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;

namespace {

constexpr std::string_view ask = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// Resident memory of this process, in MiB.
long resident_mib() {
  std::ifstream statm("/proc/self/statm");
  long size = 0;
  long resident = 0;
  statm >> size >> resident;
  return resident * ::sysconf(_SC_PAGESIZE) / (1024 * 1024);
}

void expect_served(std::uint16_t port) {
  raw_client other(port);
  REQUIRE(other.send(ask));
  const auto got = other.read_reply();
  REQUIRE(got);
  REQUIRE(got->status == 200);
}

}  // namespace

TEST_CASE("slowloris: 200 clients that never finish their header are closed, others are served meanwhile") {
  limits l;
  l.header_time = std::chrono::seconds(3);
  test_server server(echo, l);
  expect_served(server.port());
  const auto before = resident_mib();

  std::vector<raw_client> clients;
  for (int i = 0; i < 200; ++i) clients.emplace_back(server.port());
  REQUIRE(eventually([&] { return server.get().connections() >= 200; }));
  // Each begins with a header of nearly the largest size, then goes on with a byte at a time.
  for (auto& c : clients) c.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(30'000, 'x'));
  for (int round = 0; round < 200 && server.get().connections() > 0; ++round) {
    for (auto& c : clients) c.send("x");
    if (round % 20 == 0) expect_served(server.port());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(resident_mib() - before < 100);
  REQUIRE(server.wait_for_connections(0));
  int refused = 0;
  for (auto& c : clients) {
    const auto got = c.read_reply();
    if (got && got->status == 408) ++refused;
  }
  CHECK(refused > 150);  // the rest went on sending after the answer and were reset before they read it
  expect_served(server.port());
}

TEST_CASE("slowloris: 200 clients that say nothing at all are closed") {
  limits l;
  l.header_time = std::chrono::seconds(1);
  test_server server(echo, l);
  std::vector<raw_client> clients;
  for (int i = 0; i < 200; ++i) clients.emplace_back(server.port());
  for (auto& c : clients) CHECK(c.read_to_end() == "");
  CHECK(server.wait_for_connections(0));
}

TEST_CASE("slow bodies: 200 clients that send a body at a byte a time are closed") {
  limits l;
  l.body_time = std::chrono::seconds(2);
  test_server server(echo, l);
  std::vector<raw_client> clients;
  for (int i = 0; i < 200; ++i) clients.emplace_back(server.port());
  for (auto& c : clients) c.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  for (int round = 0; round < 100 && server.get().connections() > 0; ++round) {
    for (auto& c : clients) c.send("x");
    if (round % 20 == 0) expect_served(server.port());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(server.wait_for_connections(0));
}

TEST_CASE("slow readers: streams read at a byte now and then are dropped, and cost bounded memory") {
  limits l;
  l.write_time = std::chrono::seconds(1);
  std::atomic<int> timed_out = 0;
  const std::string event = "event: text\ndata: " + std::string(1000, 'x') + "\n\n";
  test_server server(
      [&](request& req) -> rt::task<response> {
        response out;
        if (req.path != "/stream") {
          out.body = "fine";
          co_return out;
        }
        out.stream = [&](body_writer& to) -> rt::task<> {
          for (;;) {
            const auto written = co_await to.write(event);
            if (written) continue;
            timed_out += written.error().code == core::errc::timed_out ? 1 : 0;
            co_return;
          }
        };
        co_return out;
      },
      l);
  const auto before = resident_mib();
  std::vector<raw_client> readers;
  for (int i = 0; i < 50; ++i) readers.emplace_back(server.port(), 4096);
  for (auto& r : readers) REQUIRE(r.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n"));
  for (int round = 0; round < 500 && timed_out < 50; ++round) {
    for (auto& r : readers) r.read_some(1);
    if (round % 10 == 0) expect_served(server.port());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(timed_out == 50);
  CHECK(resident_mib() - before < 100);
  CHECK(server.wait_for_connections(0));
}
