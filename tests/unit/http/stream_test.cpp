#include "rt/timer.hpp"
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <stdexcept>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::string_view ask = "GET /s HTTP/1.1\r\nHost: a\r\n\r\n";

// A server whose every answer is this stream.
handler streaming(body_stream stream) {
  return [stream](request&) -> rt::task<response> {
    response out;
    out.headers.add("Content-Type", "text/event-stream");
    out.stream = stream;
    co_return out;
  };
}

rt::task<> two_chunks(body_writer& to) {
  co_await to.write("one");
  co_await to.write("");
  co_await to.write("two");
}

}  // namespace

TEST_CASE("stream: is chunked, and the connection goes on after it") {
  test_server server(streaming(two_chunks));
  raw_client client(server.port());
  REQUIRE(client.send(std::string(ask) + std::string(ask)));
  for (int i = 0; i < 2; ++i) {
    const auto head = client.read_head();
    REQUIRE(head);
    CHECK(head->headers.at("transfer-encoding") == "chunked");
    CHECK(head->headers.count("content-length") == 0);
    CHECK(client.read_chunk() == "one");
    CHECK(client.read_chunk() == "two");
    CHECK(client.read_chunk() == "");
  }
  const auto log = server.wait_for_log(2);
  CHECK(log[0].status == 200);
  CHECK(log[0].bytes_sent == log[1].bytes_sent);
}

TEST_CASE("stream: an HTTP/1.0 client gets it plain, ended by the close") {
  test_server server(streaming(two_chunks));
  raw_client client(server.port());
  REQUIRE(client.send("GET /s HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->headers.count("transfer-encoding") == 0);
  CHECK(got->headers.at("connection") == "close");
  CHECK(got->body == "onetwo");
}

TEST_CASE("stream: HEAD does not run it") {
  std::atomic<bool> ran = false;
  test_server server(streaming([&](body_writer&) -> rt::task<> {
    ran = true;
    co_return;
  }));
  raw_client client(server.port());
  REQUIRE(client.send("HEAD /s HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(client.read_reply_to_head()->status == 200);
  REQUIRE(client.send(ask));
  REQUIRE(client.read_reply());
  CHECK(ran);
  CHECK(server.wait_for_log(2)[0].bytes_sent < 300);
}

TEST_CASE("stream: the head leaves at once, chunks as they come") {
  std::atomic<bool> go = false;
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    while (!go) co_await rt::sleep_for(std::chrono::milliseconds(5));
    co_await to.write("late");
  }));
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  REQUIRE(client.read_head());
  go = true;
  CHECK(client.read_chunk() == "late");
}

TEST_CASE("stream: chunks written in one turn leave in order and whole") {
  test_server server(streaming([](body_writer& to) -> rt::task<> {
    for (int i = 0; i < 5'000; ++i) {
      const auto chunk = std::to_string(i) + ",";
      const auto written = co_await to.write(chunk);
      if (!written) co_return;
    }
  }));
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  std::string expected;
  for (int i = 0; i < 5'000; ++i) expected += std::to_string(i) + ",";
  CHECK(client.read_reply()->body == expected);
}

TEST_CASE("stream: large chunks pass whole to a reader that takes its time") {
  const std::string large(3'000'000, 'x');
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    co_await to.write(large);
    co_await to.write(large);
  }));
  raw_client client(server.port(), 4096);
  REQUIRE(client.send(ask));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->whole);
  CHECK(got->body.size() == 6'000'000);
}

TEST_CASE("stream: notices a client that closes though nothing is written") {
  std::atomic<int> closed = 0;
  std::atomic<bool> refused = false;
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    co_await to.wait_closed();
    const auto written = co_await to.write("too late");
    refused = !written && written.error().code == core::errc::closed;
    ++closed;
  }));
  raw_client polite(server.port());
  REQUIRE(polite.send(ask));
  REQUIRE(polite.read_head());
  polite.finish_sending();
  REQUIRE(eventually([&] { return closed == 1; }));
  CHECK(refused);
  raw_client rude(server.port());
  REQUIRE(rude.send(ask));
  REQUIRE(rude.read_head());
  rude.reset();
  CHECK(eventually([&] { return closed == 2; }));
  CHECK(server.wait_for_connections(0));
}

TEST_CASE("stream: waiting for the client can be one of several waits") {
  std::atomic<int> turns = 0;
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    using namespace boost::asio::experimental::awaitable_operators;
    for (;;) {
      auto pause = rt::sleep_for(std::chrono::milliseconds(10));
      auto gone = to.wait_closed();
      auto both = std::move(pause) || std::move(gone);
      const auto which = co_await std::move(both);
      if (which.index() == 1) co_return;
      co_await to.write("x");
      ++turns;
    }
  }));
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  REQUIRE(client.read_head());
  REQUIRE(client.read_chunk() == "x");
  REQUIRE(client.read_chunk() == "x");
  client.close();
  CHECK(server.wait_for_connections(0));
  CHECK(turns >= 2);
}

TEST_CASE("stream: a reader that does not keep up is dropped at the write deadline") {
  limits l;
  l.write_time = std::chrono::milliseconds(300);
  std::atomic<bool> timed_out = false;
  const std::string chunk(50'000, 'x');
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
                       for (;;) {
                         const auto written = co_await to.write(chunk);
                         if (written) continue;
                         timed_out = written.error().code == core::errc::timed_out;
                         co_return;
                       }
                     }),
                     l);
  raw_client client(server.port(), 4096);
  REQUIRE(client.send(ask));
  REQUIRE(client.read_head());
  CHECK(eventually([&] { return timed_out.load(); }));
  CHECK(server.wait_for_connections(0));
  const auto log = server.wait_for_log(1);
  CHECK(log[0].bytes_sent < 10'000'000);
}

TEST_CASE("stream: what a client sends meanwhile is kept, within bounds, and answered after it") {
  std::atomic<int> streams = 0;
  std::atomic<bool> go = false;
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    ++streams;
    while (!go) co_await rt::sleep_for(std::chrono::milliseconds(5));
    co_await to.write("x");
  }));
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  REQUIRE(client.read_head());
  std::string behind;
  for (int i = 0; i < 2'000; ++i) behind += ask;  // 56 kB: more than is read while the stream runs
  REQUIRE(client.send(behind));
  go = true;
  CHECK(client.read_chunk() == "x");
  CHECK(client.read_chunk() == "");
  for (int i = 0; i < 2'000; ++i) {
    const auto got = client.read_reply();
    REQUIRE(got);
    REQUIRE(got->body == "x");
  }
  CHECK(streams == 2'001);
}

TEST_CASE("stream: one that throws ends the connection without the last chunk") {
  std::atomic<int> streams = 0;
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    co_await to.write("half");
    if (++streams == 2) throw 42;
    throw std::runtime_error("a bug");
  }));
  for (int i = 0; i < 2; ++i) {
    raw_client client(server.port());
    REQUIRE(client.send(ask));
    const auto rest = client.read_to_end();
    REQUIRE(rest);
    CHECK_THAT(*rest, !Contains("0\r\n\r\n"));
  }
  CHECK(server.wait_for_connections(0));
}

TEST_CASE("stream: one that does not notice that its client has gone is cancelled") {
  std::atomic<bool> cancelled = false;
  test_server server(streaming([&](body_writer& to) -> rt::task<> {
    co_await to.write("x");
    try {
      co_await rt::sleep_for(std::chrono::hours(1));
    } catch (...) {
      cancelled = true;
      throw;
    }
  }));
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  REQUIRE(client.read_head());
  client.close();
  CHECK(server.wait_for_connections(0));
  CHECK(cancelled);
  CHECK(server.wait_for_log(1).size() == 1);
}

TEST_CASE("stream: while it lasts, its request holds no credentials and no body") {
  test_server server([](request& req) -> rt::task<response> {
    response out;
    const auto whole = req.headers.find("Authorization").has_value() && req.headers.find("Cookie").has_value();
    out.headers.add("X-Whole", whole && req.body == "abc" ? "yes" : "no");
    out.stream = [&req](body_writer& to) -> rt::task<> {
      const auto left = std::to_string(req.headers.all().size()) + " " + std::to_string(req.body.size());
      co_await to.write(left);
    };
    co_return out;
  });
  raw_client client(server.port());
  REQUIRE(
      client.send("POST / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\nCookie: a=b\r\nCookie: c=d\r\n"
                  "Content-Length: 3\r\n\r\nabc"));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->headers.at("x-whole") == "yes");
  CHECK(got->body == "2 0");
}
