// A second opinion: what the gate accepts, Beast's parser accepts too, and frames the same way. (Not the other way
// round: Beast accepts much that the gate refuses, which is why the gate decides.)
#include "wire/header_gate.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>
#include <string_view>

using namespace switchboard;
namespace beast_http = boost::beast::http;

namespace {

constexpr std::array<std::string_view, 7> methods{"GET", "POST", "OPTIONS", "PATCH", "X-OWN", "", "get"};
constexpr std::array<std::string_view, 9> targets{"/",  "/a?b=c", "*", "http://a/", "http://a:80/x?y",
                                                  "//", "a",      "",  "/%41"};
constexpr std::array<std::string_view, 5> versions{"HTTP/1.1", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/1.1 "};
constexpr std::array<std::string_view, 29> lines{"Host: a",
                                                 "Host: a:80",
                                                 "host: A",
                                                 "Content-Length: 5",
                                                 "content-length: 0",
                                                 "Content-Length: 5, 5",
                                                 "Content-Length: +5",
                                                 "Content-Length: 05",
                                                 "Content-Length : 5",
                                                 "Transfer-Encoding: chunked",
                                                 "TRANSFER-ENCODING: Chunked",
                                                 "Transfer-Encoding: gzip",
                                                 "Transfer-Encoding: gzip, chunked",
                                                 "Transfer-Encoding: \tchunked\t",
                                                 "Transfer-Encoding:chunked",
                                                 "Connection: close",
                                                 "Connection: keep-alive",
                                                 "Connection: keep-alive, close",
                                                 "Connection: upgrade",
                                                 "X: a\x80",
                                                 "X:",
                                                 " folded: a",
                                                 "X Y: a",
                                                 "X: a\rb",
                                                 "X: a\nContent-Length: 7",
                                                 "Expect: 100-continue",
                                                 "Cookie: a=b; c=\"d\"",
                                                 "X\x80: a",
                                                 "Accept: */*, text/event-stream;q=0.9"};
constexpr std::array<std::string_view, 6> ends{"\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r"};

class generator {
 public:
  std::string header() {
    auto out =
        std::string(pick(methods)) + " " + std::string(pick(targets)) + " " + std::string(pick(versions)) + end();
    if (below(8) != 0) out += "Host: a" + end();
    for (auto n = below(4); n > 0; --n) out += std::string(pick(lines)) + end();
    out += "\r\n";
    if (below(4) == 0) out[below(out.size())] = static_cast<char>(below(256));
    return out;
  }

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  template<std::size_t N>
  std::string_view pick(const std::array<std::string_view, N>& from) {
    return from[below(N)];
  }
  std::string end() { return std::string(below(4) == 0 ? pick(ends) : "\r\n"); }

  std::mt19937 random_{20240101};
};

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

TEST_CASE("header_gate: what it accepts, Beast frames the same way") {
  generator g;
  int accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto bytes = g.header();
    wire::header_gate gate;
    const auto progress = gate.advance(bytes);
    if (!progress || *progress != wire::gate_progress::complete) continue;
    const auto header = gate.take();
    ++accepted;

    beast_http::request_parser<beast_http::empty_body> parser;
    boost::system::error_code ec;
    const auto taken = parser.put(boost::asio::buffer(bytes.data(), header.size), ec);
    INFO(bytes);
    REQUIRE_FALSE((ec && ec != beast_http::error::need_more));
    REQUIRE(parser.is_header_done());
    CHECK(taken == header.size);
    const auto& message = parser.get();
    REQUIRE(view(message.method_string()) == header.method);
    REQUIRE(view(message.target()) == header.target);
    REQUIRE(message.version() == 10U + static_cast<unsigned>(header.minor_version));
    REQUIRE(parser.chunked() == (header.framing == wire::body_framing::chunked));
    REQUIRE(parser.content_length().has_value() == (header.framing == wire::body_framing::length));
    if (parser.content_length()) REQUIRE(*parser.content_length() == header.content_length);
  }
  CHECK(accepted > 1'000);
}
