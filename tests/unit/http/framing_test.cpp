// Message framing over real sockets: what is refused ends the connection, so that nothing behind it can be taken for a
// request (smuggling); what is accepted is bounded.
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;

namespace {

constexpr std::string_view smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

struct refused {
  int status;
  std::string bytes;
};

std::string post(const std::string& fields, const std::string& body) {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

}  // namespace

TEST_CASE("framing: a refused request gets its status, and nothing behind it is answered") {
  test_server server(echo);
  const std::vector<refused> corpus{
      {400, post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")},
      {400, post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello")},
      {400, post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
      {400, post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", "0\r\n\r\n")},
      {400, post("X: y\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {400, post("X: y\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {400, post("Content-Length: 5\r\nContent-Length: 0\r\n", "hello")},
      {400, post("Content-Length: 0, 5\r\n", "hello")},
      {400, post("Content-Length: +5\r\n", "hello")},
      {400, post("Content-Length: 5\r\nHost: b\r\n", "hello")},
      {400, "GET / HTTP/1.1\nHost: a\n\n"},
      {400, "GET / HTTP/1.1\r\n\r\n"},
      {400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {400, post("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "5\r\nhelloX\r\n0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "-1\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "5;\x01=\r\nhello\r\n0\r\n\r\n")},
      {411, "POST / HTTP/1.0\r\n\r\n"},
      {413, post("Content-Length: 1048577\r\n", "hello")},
      {413, post("Content-Length: 18446744073709551615\r\n", "hello")},
      {413, post("Transfer-Encoding: chunked\r\n", "100001\r\nhello")},
      {413, post("Transfer-Encoding: chunked\r\n", "fffffffffffffff0\r\nhello")},
      {414, "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"},
      {431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(32 * 1024, 'a') + "\r\n\r\n"},
      {501, post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
      {501, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"},
      {505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n"},
  };
  for (const auto& c : corpus) {
    INFO(c.bytes.substr(0, 100));
    raw_client client(server.port());
    client.send(c.bytes + std::string(smuggled));
    const auto got = client.read_reply();
    REQUIRE(got);
    CHECK(got->status == c.status);
    CHECK(got->headers.at("connection") == "close");
    CHECK(got->whole);
    CHECK(client.read_to_end() == "");
  }
  for (const auto& entry : server.wait_for_log(corpus.size())) CHECK(entry.path != "/smuggled");
}

TEST_CASE("framing: chunked and sized bodies are followed by the next request exactly") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send(post("Transfer-Encoding: chunked\r\n", "5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: u\r\n\r\n") +
                      post("Content-Length: 2\r\n", "ab") + post("Content-Length: 0\r\n", "") + post("", "") +
                      std::string(smuggled)));
  CHECK(client.read_reply()->body == "POST /x hello!");
  CHECK(client.read_reply()->body == "POST /x ab");
  CHECK(client.read_reply()->body == "POST /x ");
  CHECK(client.read_reply()->body == "POST /x ");
  CHECK(client.read_reply()->body == "GET /smuggled ");  // not smuggled at all: a request of its own
}

TEST_CASE("framing: bodies up to the limit pass, whole or in chunks") {
  test_server server(
      [](request& req) -> rt::task<response> { co_return response::json(200, std::to_string(req.body.size())); });
  const std::string body(1024 * 1024, 'x');
  raw_client client(server.port());
  REQUIRE(client.send(post("Content-Length: 1048576\r\n", body)));
  CHECK(client.read_reply()->body == "1048576");
  std::string chunked;
  for (int i = 0; i < 256; ++i) chunked += "1000\r\n" + std::string(4096, 'x') + "\r\n";
  REQUIRE(client.send(post("Transfer-Encoding: chunked\r\n", chunked + "0\r\n\r\n")));
  CHECK(client.read_reply()->body == "1048576");
}

TEST_CASE("framing: a body over the limit is refused before it is asked for") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send(post("Content-Length: 2000000\r\nExpect: 100-continue\r\n", "")));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->status == 413);
}

TEST_CASE("framing: a client that goes on sending a refused body still reads the refusal") {
  test_server server(echo);
  raw_client client(server.port());
  client.send(post("Content-Length: 4000000\r\n", std::string(4'000'000, 'x')));
  const auto got = client.read_reply();
  REQUIRE(got);
  CHECK(got->status == 413);
  CHECK(got->whole);
}

TEST_CASE("framing: large headers within the limit pass") {
  test_server server(echo);
  raw_client client(server.port());
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: " + std::string(31 * 1024, 'c') + "\r\n\r\n"));
  CHECK(client.read_reply()->status == 200);
}

TEST_CASE("framing: a client that leaves in the middle of a request costs nothing") {
  test_server server(echo);
  for (const auto& part : {std::string("GET / HT"), post("Content-Length: 9\r\n", "half"),
                           post("Transfer-Encoding: chunked\r\n", "5\r\nhe")}) {
    raw_client gone(server.port());
    REQUIRE(gone.send(part));
    gone.finish_sending();
    CHECK(gone.read_to_end() == "");
    raw_client rude(server.port());
    REQUIRE(rude.send(part));
    rude.reset();
  }
  CHECK(server.wait_for_connections(0));
  CHECK(server.log().empty());
}
