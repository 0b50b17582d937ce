#include "http/server.hpp"

#include "http/router.hpp"
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <system_error>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;
using namespace std::string_literals;
using Catch::Matchers::Contains;

namespace {

std::string get(std::string_view target, std::string_view fields = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}

rt::task<response> misbehave(request& req) {
  if (req.path == "/throw") throw std::runtime_error("secret detail");
  if (req.path == "/throw-int") throw 42;
  response out;
  if (req.path == "/split") out.headers.add("X-A", "b\r\nX-C: d");
  if (req.path == "/status") out.status = 99;
  if (req.path == "/empty") {
    out.status = 204;
    out.body = "none of this";
  }
  co_return out;
}

}  // namespace

TEST_CASE("server: answers one request after another on a connection") {
  test_server server(echo);
  raw_client client(server.port());
  for (int i = 0; i < 3; ++i) {
    REQUIRE(client.send(get("/a%20b?x=1")));
    const auto got = client.read_reply();
    REQUIRE(got);
    CHECK(got->status == 200);
    CHECK(got->body == "GET /a b ");
    CHECK(got->headers.count("date") == 1);
    CHECK(got->headers.count("connection") == 0);
  }
  CHECK(server.wait_for_log(3).size() == 3);
  CHECK(server.get().connections() == 1);
}

TEST_CASE("server: answers pipelined requests in order") {
  test_server server(echo);
  raw_client client(server.port());
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += i % 2 == 0 ? get("/" + std::to_string(i))
                      : "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
  }
  REQUIRE(client.send(all));
  for (int i = 0; i < 200; ++i) {
    const auto got = client.read_reply();
    REQUIRE(got);
    CHECK(got->body == (i % 2 == 0 ? "GET /" + std::to_string(i) + " " : "POST /" + std::to_string(i) + " body"));
  }
}

TEST_CASE("server: reads a request that comes byte by byte") {
  test_server server(echo);
  raw_client client(server.port());
  for (const char c : "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"s) {
    REQUIRE(client.send(std::string_view(&c, 1)));
  }
  CHECK(client.read_reply()->body == "POST /x abc");
}

TEST_CASE("server: HEAD has the header of GET and no body") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n"));
  const auto got = client.read_reply_to_head();
  REQUIRE(got);
  CHECK(got->status == 200);
  CHECK(got->headers.at("content-length") == "7");
  REQUIRE(client.send(get("/y")));
  CHECK(client.read_reply()->body == "GET /y ");
}

TEST_CASE("server: OPTIONS reaches the handler, for * as for a path") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(client.read_reply()->body == "OPTIONS * ");
  REQUIRE(
      client.send("OPTIONS /x HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nAccess-Control-Request-Method: PUT\r\n\r\n"));
  CHECK(client.read_reply()->body == "OPTIONS /x ");
}

TEST_CASE("server: says 100 Continue when a client waits for it") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  REQUIRE(client.send("abc"));
  CHECK(client.read_reply()->body == "POST /x abc");
  // A client that does not wait gets only the answer.
  REQUIRE(client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"));
  CHECK(client.read_reply()->status == 200);
}

TEST_CASE("server: closes when the client says so, and for HTTP/1.0 unless it says otherwise") {
  test_server server(echo);
  const auto after = [&](const std::string& bytes) {
    raw_client client(server.port());
    REQUIRE(client.send(bytes));
    auto got = client.read_reply();
    REQUIRE(got);
    CHECK(client.read_to_end() == "");
    return got->headers["connection"];
  };
  CHECK(after(get("/", "Connection: close\r\n")) == "close");
  CHECK(after("GET / HTTP/1.0\r\n\r\n") == "close");
  raw_client client(server.port());
  for (int i = 0; i < 2; ++i) {
    REQUIRE(client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    CHECK(client.read_reply()->headers.at("connection") == "keep-alive");
  }
  // What is pipelined behind the last request is not answered, and does not cost the client its answer.
  raw_client chatty(server.port());
  REQUIRE(chatty.send(get("/", "Connection: close\r\n") + get("/2")));
  CHECK(chatty.read_reply()->status == 200);
  CHECK(chatty.read_to_end() == "");
}

TEST_CASE("server: answers a client that has finished sending") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send(get("/")));
  client.finish_sending();
  CHECK(client.read_reply()->status == 200);
  CHECK(client.read_to_end() == "");
}

TEST_CASE("server: echoes a sane request id and makes one otherwise") {
  test_server server(echo);
  raw_client client(server.port());
  const auto id_for = [&](const std::string& fields) {
    REQUIRE(client.send(get("/", fields)));
    return client.read_reply()->headers["x-request-id"];
  };
  CHECK(id_for("X-Request-Id: a-Z_0.9\r\n") == "a-Z_0.9");
  CHECK(id_for("X-Request-Id: " + std::string(128, 'x') + "\r\n") == std::string(128, 'x'));
  for (const auto& bad : {""s, "X-Request-Id:\r\n"s, "X-Request-Id: a b\r\n"s, "X-Request-Id: a\"b\r\n"s,
                          "X-Request-Id: " + std::string(129, 'x') + "\r\n"}) {
    CHECK(id_for(bad).size() == 36);
  }
  CHECK(id_for("") != id_for(""));
  const auto log = server.wait_for_log(3);
  CHECK(log.front().id == "a-Z_0.9");
}

TEST_CASE("server: forwarding headers do not change who asks") {
  test_server server([](request& req) -> rt::task<response> { co_return response::json(200, req.remote_ip); });
  raw_client client(server.port());
  REQUIRE(client.send(get("/", "X-Forwarded-For: 9.9.9.9\r\nForwarded: for=9.9.9.9\r\nX-Real-IP: 9.9.9.9\r\n")));
  CHECK(client.read_reply()->body == "127.0.0.1");
}

TEST_CASE("server: refuses a target that does not decode") {
  test_server server(echo);
  for (const auto* target : {"/%zz", "/?a=%ff", "/%00", "/a%2Fb"}) {
    INFO(target);
    raw_client client(server.port());
    REQUIRE(client.send(get(target)));
    const auto got = client.read_reply();
    REQUIRE(got);
    CHECK(got->status == 400);
    CHECK(got->headers.at("connection") == "close");
    CHECK(client.read_to_end() == "");
  }
}

TEST_CASE("server: a handler's bug is an opaque 500, and the connection goes on") {
  test_server server(misbehave);
  raw_client client(server.port());
  for (const auto* path : {"/throw", "/throw-int", "/split", "/status"}) {
    INFO(path);
    REQUIRE(client.send(get(path)));
    const auto got = client.read_reply();
    REQUIRE(got);
    CHECK(got->status == 500);
    CHECK(got->body == R"({"code":"internal"})");
    CHECK_THAT(got->head, !Contains("X-C"));
  }
  REQUIRE(client.send(get("/fine")));
  CHECK(client.read_reply()->status == 200);
}

TEST_CASE("server: 204 has neither body nor length") {
  test_server server(misbehave);
  raw_client client(server.port());
  REQUIRE(client.send(get("/empty") + get("/fine")));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->status == 204);
  CHECK(got->headers.count("content-length") == 0);
  CHECK(client.read_reply()->status == 200);
}

TEST_CASE("server: records each answer once, with its route and size") {
  test_server server([](request& req) -> rt::task<response> {
    req.pattern = "/things/{id}";
    response out;
    out.status = 201;
    out.body = std::string(10'000, 'x');
    co_return out;
  });
  raw_client client(server.port());
  REQUIRE(client.send(get("/things/1", "X-Request-Id: one\r\n")));
  REQUIRE(client.read_reply());
  REQUIRE(client.send("nonsense\r\n"));
  REQUIRE(client.read_reply());
  const auto log = server.wait_for_log(2);
  REQUIRE(log.size() == 2);
  CHECK(log[0].pattern == "/things/{id}");
  CHECK(log[0].path == "/things/1");
  CHECK(log[0].status == 201);
  CHECK(log[0].bytes_sent > 10'000);
  CHECK(log[0].bytes_sent < 11'000);
  CHECK(log[1].status == 400);
  CHECK(log[1].pattern.empty());
}

TEST_CASE("server: a connection ends after its number of requests") {
  limits l;
  l.requests_per_connection = 2;
  test_server server(echo, l);
  raw_client client(server.port());
  REQUIRE(client.send(get("/") + get("/") + get("/")));
  CHECK(client.read_reply()->headers.count("connection") == 0);
  CHECK(client.read_reply()->headers.at("connection") == "close");
  CHECK(client.read_to_end() == "");
}

TEST_CASE("server: connections beyond the limit are told so and closed; later ones are served") {
  limits l;
  l.connections = 2;
  test_server server(echo, l);
  auto first = std::make_unique<raw_client>(server.port());
  raw_client second(server.port());
  REQUIRE(first->send(get("/")));
  REQUIRE(first->read_reply()->status == 200);
  REQUIRE(second.send(get("/")));
  REQUIRE(second.read_reply()->status == 200);
  {
    raw_client third(server.port());
    const auto got = third.read_reply();
    REQUIRE(got);
    CHECK(got->status == 503);
    CHECK(third.read_to_end() == "");
  }
  first.reset();
  REQUIRE(server.wait_for_connections(1));
  raw_client fourth(server.port());
  REQUIRE(fourth.send(get("/")));
  CHECK(fourth.read_reply()->status == 200);
}

TEST_CASE("server: a busy port is one clear error") {
  test_server server(echo);
  rt::runtime runtime(1);
  http::server other(runtime, {}, {});
  try {
    other.listen("127.0.0.1", server.port());
    FAIL("listens on a busy port");
  } catch (const std::system_error& e) {
    CHECK(e.code() == std::errc::address_in_use);
    CHECK_THAT(e.what(), Contains("127.0.0.1:" + std::to_string(server.port())));
  }
}
