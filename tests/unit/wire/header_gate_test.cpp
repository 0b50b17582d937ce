#include "wire/header_gate.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace switchboard;
using namespace std::string_literals;
using wire::body_framing;

namespace {

core::result<wire::request_header> parse(std::string_view bytes, wire::header_limits limits = {}) {
  wire::header_gate gate(limits);
  auto progress = gate.advance(bytes);
  if (!progress) return progress.error();
  if (*progress == wire::gate_progress::need_more) return core::make_error(core::errc::closed, "needs more");
  return gate.take();
}

// Byte by byte, each call with everything so far.
core::result<wire::request_header> parse_trickled(std::string_view bytes) {
  wire::header_gate gate;
  for (std::size_t n = 1; n <= bytes.size(); ++n) {
    auto progress = gate.advance(bytes.substr(0, n));
    if (!progress) return progress.error();
    if (*progress == wire::gate_progress::complete) return gate.take();
  }
  return core::make_error(core::errc::closed, "needs more");
}

struct refusal {
  std::string bytes;
  core::errc code = core::errc::bad_request;
};

std::string post(std::string_view fields) {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string get(std::string_view fields) {
  return "GET /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

}  // namespace

TEST_CASE("header_gate: reads an ordinary request") {
  const std::string header =
      "POST /api/agent-chat?x=%20 HTTP/1.1\r\nHost: localhost:3002\r\nContent-Length: 12\r\nX-Empty:\r\nX-Two:\t a b "
      "\r\n"
      "Expect: 100-Continue\r\n\r\n";
  const auto got = parse(header + "{\"a\":1}");
  REQUIRE(got.has_value());
  CHECK(got->method == "POST");
  CHECK(got->target == "/api/agent-chat?x=%20");
  CHECK(got->resource == got->target);
  CHECK(got->minor_version == 1);
  CHECK(got->framing == body_framing::length);
  CHECK(got->content_length == 12);
  CHECK(got->keep_alive);
  CHECK(got->expect_continue);
  CHECK(got->size == header.size());
  const std::vector<std::pair<std::string, std::string>> fields{{"Host", "localhost:3002"},
                                                                {"Content-Length", "12"},
                                                                {"X-Empty", ""},
                                                                {"X-Two", "a b"},
                                                                {"Expect", "100-Continue"}};
  CHECK(got->fields == fields);
}

TEST_CASE("header_gate: is ready for the next request after one was taken") {
  wire::header_gate gate;
  const auto first = get("");
  REQUIRE(*gate.advance(first) == wire::gate_progress::complete);
  CHECK(gate.take().keep_alive);
  REQUIRE(*gate.advance(get("Connection: close\r\n")) == wire::gate_progress::complete);
  const auto second = gate.take();
  CHECK_FALSE(second.keep_alive);
  CHECK(second.fields.size() == 2);
}

TEST_CASE("header_gate: decides framing by RFC 9112 section 6.3") {
  CHECK(parse(get(""))->framing == body_framing::none);
  CHECK(parse(post(""))->framing == body_framing::none);
  CHECK(parse(post("Transfer-Encoding: chunked\r\n"))->framing == body_framing::chunked);
  CHECK(parse(post("transfer-encoding:  CHUNKED \r\n"))->framing == body_framing::chunked);
  CHECK(parse(post("Content-Length: 0\r\n"))->framing == body_framing::length);
  CHECK(parse(post("Content-Length: 18446744073709551615\r\n"))->content_length == 18446744073709551615ULL);
  CHECK(parse(post("Content-Length: 007\r\n"))->content_length == 7);
}

TEST_CASE("header_gate: knows when a connection stays") {
  const auto old = [](std::string_view fields) {
    return parse("GET / HTTP/1.0\r\n" + std::string(fields) + "\r\n")->keep_alive;
  };
  CHECK(parse(get(""))->keep_alive);
  CHECK(parse(get("Connection: keep-alive\r\n"))->keep_alive);
  CHECK_FALSE(parse(get("Connection: Close\r\n"))->keep_alive);
  CHECK_FALSE(parse(get("Connection: keep-alive, close\r\n"))->keep_alive);
  CHECK_FALSE(parse(get("Connection: keep-alive\r\nConnection: close\r\n"))->keep_alive);
  CHECK_FALSE(parse(get("Connection: , ,close,\r\n"))->keep_alive);
  CHECK_FALSE(old(""));
  CHECK(old("Connection: Keep-Alive\r\n"));
  CHECK_FALSE(old("Connection: keep-alive, close\r\n"));
}

TEST_CASE("header_gate: expects 100-continue only where a body follows and the version has it") {
  CHECK(parse(post("Content-Length: 1\r\nExpect: 100-continue\r\n"))->expect_continue);
  CHECK(parse(post("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"))->expect_continue);
  CHECK_FALSE(parse(get("Expect: 100-continue\r\n"))->expect_continue);
  CHECK_FALSE(parse("POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n")->expect_continue);
}

TEST_CASE("header_gate: reduces every form of target to its origin form") {
  const auto resource = [](const std::string& line) {
    const auto got = parse(line + " HTTP/1.1\r\nHost: a.example:80\r\n\r\n");
    return got ? got->resource : "refused: " + got.error().message;
  };
  CHECK(resource("GET /a/b?c=d&e") == "/a/b?c=d&e");
  CHECK(resource("GET //evil.example/") == "//evil.example/");
  CHECK(resource("GET /[]{}|^`'?a[]=1") == "/[]{}|^`'?a[]=1");
  CHECK(resource("GET http://a.example:80/x?y") == "/x?y");
  CHECK(resource("GET HTTP://A.example:80") == "/");
  CHECK(resource("GET https://a.example:80?q") == "/?q");
  CHECK(resource("OPTIONS *") == "*");
  CHECK(resource("OPTIONS http://a.example:80") == "*");
}

TEST_CASE("header_gate: ignores one empty line before the request line") {
  CHECK(parse("\r\n" + get(""))->size == get("").size() + 2);
  CHECK_FALSE(parse("\r\n\r\n" + get("")).has_value());
}

TEST_CASE("header_gate: takes hosts as names, IPv4 and IPv6 literals") {
  for (const auto* host :
       {"a", "a.b-c.example", "127.0.0.1:3002", "[::1]", "[::1]:3002", "a:", "under_score", "a:65535"}) {
    INFO(host);
    CHECK(parse("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").has_value());
  }
  CHECK(parse("GET / HTTP/1.0\r\n\r\n").has_value());
  CHECK(parse("GET / HTTP/1.0\r\nHost: a\r\n\r\n").has_value());
}

TEST_CASE("header_gate: needs more until the empty line") {
  const auto whole = post("Content-Length: 5\r\nCookie: a=b; c=d\r\n");
  for (std::size_t n = 0; n < whole.size(); ++n) {
    wire::header_gate gate;
    const auto progress = gate.advance(std::string_view(whole).substr(0, n));
    REQUIRE(progress.has_value());
    REQUIRE(*progress == wire::gate_progress::need_more);
  }
  REQUIRE(parse_trickled(whole).has_value());
  CHECK(parse_trickled(whole)->fields == parse(whole)->fields);
}

TEST_CASE("header_gate: refuses what RFC 9112 and 9110 let it refuse") {
  using core::errc;
  const std::vector<refusal> refusals{
      // Line ends and white space
      {"GET / HTTP/1.1\nHost: a\n\n"},
      {"GET / HTTP/1.1\r\nHost: a\n\r\n"},
      {"GET / HTTP/1.1\rHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\n\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"},
      {get("X: a\rb\r\n")},
      {get("X: a\r\n b\r\n")},
      {get("X: a\r\n\tTransfer-Encoding: chunked\r\n")},
      {"GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {" GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"\tGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      // Request line
      {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /  HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
      {"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /\r\n\r\n"},
      {"GET\r\n\r\n"},
      {"GET HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET\x80 / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1x\r\nHost: a\r\n\r\n"},
      {"GET / http/1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/11.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/+1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", errc::version_not_supported},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", errc::version_not_supported},
      {"GET / HTTP/0.9\r\nHost: a\r\n\r\n", errc::version_not_supported},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", errc::version_not_supported},
      {"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", errc::not_implemented},
      {std::string(33, 'G') + " / HTTP/1.1\r\nHost: a\r\n\r\n", errc::not_implemented},
      {std::string(64, 'G'), errc::not_implemented},
      // A TLS client hello, and other languages
      {"\x16\x03\x01\x02\x00\x01\x00\x01"s},
      {"SSH-2.0-OpenSSH_9.2\r\n"},
      {"{\"jsonrpc\":\"2.0\"}\r\n"},
      // Target
      {"GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET a HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"},
      {"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /a\"b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /<a> HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /a\x7f HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://a:b/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /" + std::string(8 * 1024, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", errc::uri_too_long},
      {"GET /" + std::string(9 * 1024, 'a'), errc::uri_too_long},
      // Host
      {"GET / HTTP/1.1\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n"},
      {"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: http://a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: :80\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: [evil]\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: \xc3\xa4\r\n\r\n"},
      // Fields
      {get("X : a\r\n")},
      {get("X\t: a\r\n")},
      {get(": a\r\n")},
      {get("X\r\n")},
      {get("X a: b\r\n")},
      {get("X(a): b\r\n")},
      {get("X\xc3\xa4: b\r\n")},
      {get("\xef\xbb\xbfX: b\r\n")},
      {get("X: a\0b\r\n"s)},
      {get("X\0: a\r\n"s)},
      {get("X: \x1b[0m\r\n")},
      {get("X: a\x0b\r\n")},
      {get("X: a\x7f\r\n")},
      {get("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")},
      {post("Content-Type: a/b\r\ncontent-type: a/b\r\nContent-Length: 0\r\n")},
      {get("Origin: http://a\r\nOrigin: http://b\r\n")},
      {get("Connection: close;x\r\n")},
      {get("Connection: a b\r\n")},
      {post("Expect: 200-ok\r\nContent-Length: 1\r\n")},
      {post("Expect: 100-continue, x\r\nContent-Length: 1\r\n")},
      {get("X: " + std::string(32 * 1024, 'a') + "\r\n"), errc::headers_too_large},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40 * 1024, 'a'), errc::headers_too_large},
      // Framing
      {post("Content-Length: 5\r\nContent-Length: 5\r\n")},
      {post("Content-Length: 5\r\nContent-Length: 6\r\n")},
      {post("Content-Length: 5, 5\r\n")},
      {post("Content-Length: 5,6\r\n")},
      {post("Content-Length: +5\r\n")},
      {post("Content-Length: -5\r\n")},
      {post("Content-Length: 5 5\r\n")},
      {post("Content-Length: 0x5\r\n")},
      {post("Content-Length: 5.0\r\n")},
      {post("Content-Length: 5;\r\n")},
      {post("Content-Length: five\r\n")},
      {post("Content-Length:\r\n")},
      {post("Content-Length: 18446744073709551616\r\n")},
      {post("Content-Length: 99999999999999999999999\r\n")},
      {post("Content-Length : 5\r\n")},
      {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")},
      {post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")},
      {post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n")},
      {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
      {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n")},
      {post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")},
      {post("Transfer-Encoding: chunked, chunked\r\n")},
      {post("Transfer-Encoding: chunked, gzip\r\n")},
      {post("Transfer-Encoding: chunked, identity\r\n")},
      {post("Transfer-Encoding: gzip\r\n")},
      {post("Transfer-Encoding: identity\r\n")},
      {post("Transfer-Encoding: xchunked\r\n")},
      {post("Transfer-Encoding: chunkedx\r\n")},
      {post("Transfer-Encoding: \"chunked\"\r\n")},
      {post("Transfer-Encoding: chunked;q=1\r\n")},
      {post("Transfer-Encoding: chunked,\r\n")},
      {post("Transfer-Encoding: , chunked\r\n")},
      {post("Transfer-Encoding: x y, chunked\r\n")},
      {post("Transfer-Encoding: \x0b"
            "chunked\r\n")},
      {post("Transfer-Encoding:\r\n")},
      {post("Transfer-Encoding : chunked\r\n")},
      {post("Transfer-Encoding: gzip, chunked\r\n"), errc::not_implemented},
      {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"POST / HTTP/1.0\r\nHost: a\r\n\r\n", errc::length_required},
      {"PUT / HTTP/1.0\r\n\r\n", errc::length_required},
  };
  for (const auto& r : refusals) {
    INFO(r.bytes.substr(0, 120));
    const auto whole = parse(r.bytes);
    REQUIRE_FALSE(whole.has_value());
    CHECK(core::name(whole.error().code) == core::name(r.code));
    CHECK_FALSE(whole.error().message.empty());
    const auto trickled = parse_trickled(r.bytes);
    REQUIRE_FALSE(trickled.has_value());
    CHECK(core::name(trickled.error().code) == core::name(r.code));
  }
}

TEST_CASE("header_gate: refuses a header at exactly its limits' ends") {
  wire::header_limits limits;
  const std::string frame = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n";
  limits.header_bytes = frame.size() + 10;
  const auto sized = [&](std::size_t n) {
    return parse("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(n, 'x') + "\r\n\r\n", limits);
  };
  CHECK(sized(10).has_value());
  CHECK(sized(11).error().code == core::errc::headers_too_large);

  limits = {};
  limits.target_bytes = 10;
  CHECK(parse("GET /123456789 HTTP/1.1\r\nHost: a\r\n\r\n", limits).has_value());
  CHECK(parse("GET /1234567890 HTTP/1.1\r\nHost: a\r\n\r\n", limits).error().code == core::errc::uri_too_long);

  limits = {};
  limits.fields = 3;
  CHECK(parse(get("A: 1\r\nB: 1\r\n"), limits).has_value());
  CHECK(parse(get("A: 1\r\nB: 1\r\nC: 1\r\n"), limits).error().code == core::errc::headers_too_large);
}

TEST_CASE("header_gate: what follows the header does not count against its limits") {
  wire::header_limits limits;
  limits.header_bytes = 100;
  CHECK(parse(get("") + std::string(1000, '\0'), limits)->size == get("").size());
}
