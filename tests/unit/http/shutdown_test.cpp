#include "rt/timer.hpp"
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <stdexcept>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;

namespace {

constexpr std::string_view ask = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

core::deadline in_seconds(int n) {
  return core::deadline::after(std::chrono::seconds(n));
}

}  // namespace

TEST_CASE("shutdown: idle connections are closed at once, and nothing new is accepted") {
  test_server server(echo);
  raw_client used(server.port());
  REQUIRE(used.send(ask));
  REQUIRE(used.read_reply());
  raw_client silent(server.port());
  REQUIRE(server.wait_for_connections(2));
  const auto began = std::chrono::steady_clock::now();
  server.get().shutdown(in_seconds(60));
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(30));
  CHECK(used.read_to_end() == "");
  CHECK(silent.read_to_end() == "");
  CHECK(server.get().connections() == 0);
  CHECK_THROWS_AS(raw_client(server.port()), std::runtime_error);
}

TEST_CASE("shutdown: requests in flight are answered, and their connections then closed") {
  std::atomic<bool> started = false;
  std::atomic<bool> go = false;
  test_server server([&](request&) -> rt::task<response> {
    started = true;
    while (!go) co_await rt::sleep_for(std::chrono::milliseconds(5));
    co_return response::json(200, "\"done\"");
  });
  raw_client client(server.port());
  REQUIRE(client.send(std::string(ask) + std::string(ask)));
  REQUIRE(eventually([&] { return started.load(); }));
  auto ended = std::async(std::launch::async, [&] { server.get().shutdown(in_seconds(60)); });
  REQUIRE(eventually([&] {
    try {
      raw_client probe(server.port());
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  go = true;
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->body == "\"done\"");
  CHECK(got->headers.at("connection") == "close");
  CHECK(client.read_to_end() == "");
  ended.get();
  CHECK(server.log().size() == 1);
}

TEST_CASE("shutdown: streams that wait are told, and may say goodbye") {
  test_server server([](request&) -> rt::task<response> {
    response out;
    out.stream = [](body_writer& to) -> rt::task<> {
      co_await to.write("hello");
      co_await to.wait_closed();
      co_await to.write("goodbye");
    };
    co_return out;
  });
  raw_client client(server.port());
  REQUIRE(client.send(ask));
  REQUIRE(client.read_head());
  REQUIRE(client.read_chunk() == "hello");
  server.get().shutdown(in_seconds(60));
  CHECK(client.read_chunk() == "goodbye");
  CHECK(client.read_chunk() == "");
  CHECK(client.read_to_end() == "");
  CHECK(server.log().size() == 1);
}

TEST_CASE("shutdown: what does not end by itself is cancelled at the deadline") {
  std::atomic<int> cancelled = 0;
  std::atomic<int> started = 0;
  const auto hang = [&]() -> rt::task<> {
    try {
      ++started;
      co_await rt::sleep_for(std::chrono::hours(1));
    } catch (...) {
      ++cancelled;
      throw;
    }
  };
  test_server server([&](request& req) -> rt::task<response> {
    response out;
    if (req.path == "/handler") co_await hang();
    out.stream = [&](body_writer&) -> rt::task<> { co_await hang(); };
    co_return out;
  });
  raw_client streaming(server.port());
  REQUIRE(streaming.send(ask));
  raw_client handling(server.port());
  REQUIRE(handling.send("GET /handler HTTP/1.1\r\nHost: a\r\n\r\n"));
  raw_client half(server.port());
  REQUIRE(half.send("GET / HTTP/1.1\r\n"));
  REQUIRE(eventually([&] { return started == 2 && server.get().connections() == 3; }));
  server.get().shutdown(core::deadline::after(std::chrono::milliseconds(100)));
  CHECK(cancelled == 2);
  CHECK(server.get().connections() == 0);
  CHECK(handling.read_to_end() == "");
  CHECK(half.read_to_end() == "");
  CHECK_FALSE(streaming.read_reply()->whole);
}

TEST_CASE("shutdown: is harmless twice, before listening, and by the destructor") {
  {
    test_server server(echo);
    server.get().shutdown(in_seconds(10));
    server.get().shutdown(in_seconds(10));
  }
  {
    rt::runtime runtime(1);
    http::server never(runtime, {}, {});
    never.shutdown(in_seconds(10));
  }
  auto server = std::make_unique<test_server>(echo);
  raw_client client(server->port());
  REQUIRE(client.send(ask));
  REQUIRE(client.read_reply());
  server.reset();
  CHECK(client.read_to_end() == "");
}
