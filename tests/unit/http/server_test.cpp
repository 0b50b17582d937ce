#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::http::test;

TEST_CASE("server: answers a request, and the next on the same connection") {
  test_server server(echo);
  raw_client client(server.port());
  for (int i = 0; i < 3; ++i) {
    REQUIRE(client.send("GET /a%20b?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const auto got = client.read_reply();
    REQUIRE(got);
    CHECK(got->status == 200);
    CHECK(got->body == "GET /a b ");
    CHECK(got->headers.count("date") == 1);
    CHECK(got->headers.count("connection") == 0);
  }
  CHECK(server.wait_for_log(3).size() == 3);
}

TEST_CASE("server: streams a chunked body") {
  test_server server([](http::request&) -> rt::task<http::response> {
    http::response out;
    out.stream = [](http::body_writer& to) -> rt::task<> {
      co_await to.write("one");
      co_await to.write("two");
    };
    co_return out;
  });
  raw_client client(server.port());
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->body == "onetwo");
  CHECK(got->whole);
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  CHECK(client.read_reply()->body == "onetwo");
}
