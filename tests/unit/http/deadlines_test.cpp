// Every phase of a connection has its own limit. The limits here are short; the waits for what follows are long.
#include "rt/timer.hpp"
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;

namespace {

constexpr std::chrono::milliseconds soon{150};

void expect_timeout(raw_client& client) {
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->status == 408);
  CHECK(got->headers.at("connection") == "close");
  CHECK(client.read_to_end() == "");
}

}  // namespace

TEST_CASE("deadlines: a header that does not end is answered 408") {
  limits l;
  l.header_time = soon;
  test_server server(echo, l);
  raw_client client(server.port());
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "));
  expect_timeout(client);
  // Bytes now and then do not help.
  raw_client dripping(server.port());
  for (int i = 0; i < 1000; ++i) {
    if (!dripping.send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "x")) break;
    if (server.log().size() == 2) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(server.wait_for_log(2)[1].status == 408);
}

TEST_CASE("deadlines: a body that does not end is answered 408") {
  limits l;
  l.body_time = soon;
  test_server server(echo, l);
  raw_client sized(server.port());
  REQUIRE(sized.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"));
  expect_timeout(sized);
  raw_client chunked(server.port());
  REQUIRE(chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"));
  expect_timeout(chunked);
}

TEST_CASE("deadlines: an idle connection is closed without a word") {
  limits l;
  l.idle_time = soon;
  l.header_time = std::chrono::milliseconds(300);
  test_server server(echo, l);
  raw_client silent(server.port());
  CHECK(silent.read_to_end() == "");
  raw_client used(server.port());
  REQUIRE(used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  REQUIRE(used.read_reply());
  CHECK(used.read_to_end() == "");
  CHECK(server.wait_for_connections(0));
  CHECK(server.log().size() == 1);
}

TEST_CASE("deadlines: a handler that takes too long is cancelled and answered for; the connection goes on") {
  limits l;
  l.request_time = soon;
  std::atomic<bool> cancelled = false;
  test_server server(
      [&](request& req) -> rt::task<response> {
        if (req.path == "/fast") co_return response::json(200, req.limit.remaining() <= soon ? "\"bounded\"" : "\"\"");
        try {
          co_await rt::sleep_for(std::chrono::hours(1));
        } catch (...) {
          cancelled = true;
          throw;
        }
        co_return response{};
      },
      l);
  raw_client client(server.port());
  REQUIRE(client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->status == 500);
  CHECK(cancelled);
  REQUIRE(client.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(client.read_reply()->body == "\"bounded\"");
}

TEST_CASE("deadlines: an answer that nobody reads ends the connection") {
  limits l;
  l.write_time = soon;
  test_server server(
      [](request&) -> rt::task<response> {
        response out;
        out.body.assign(20'000'000, 'x');
        co_return out;
      },
      l);
  raw_client client(server.port(), 4096);
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  REQUIRE(client.read_head());
  CHECK(server.wait_for_connections(0));
  CHECK(server.wait_for_log(1)[0].bytes_sent < 20'000'000);
}

TEST_CASE("deadlines: an answer that is read slowly but steadily arrives whole") {
  limits l;
  l.write_time = std::chrono::seconds(5);
  test_server server(
      [](request&) -> rt::task<response> {
        response out;
        out.body.assign(2'000'000, 'x');
        co_return out;
      },
      l);
  raw_client client(server.port(), 4096);
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->body.size() == 2'000'000);
}
