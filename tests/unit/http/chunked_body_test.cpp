#include "http/chunked_body.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace switchboard;
using namespace std::string_literals;

namespace {

// The body, with "|" and what was left behind it; or "refused: <code>", or "incomplete".
std::string decode(std::string_view bytes, std::size_t step = 1'000'000, std::size_t limit = 1'000'000) {
  http::chunked_body body(limit);
  std::string buffer;
  for (std::size_t at = 0; at < bytes.size() && !body.complete(); at += step) {
    buffer.append(bytes.substr(at, step));
    auto taken = body.feed(buffer);
    if (!taken) return "refused: " + std::string(core::name(taken.error().code));
    buffer.erase(0, *taken);
    if (body.complete())
      return body.take() + "|" + buffer + std::string(bytes.substr(std::min(at + step, bytes.size())));
  }
  return "incomplete";
}

}  // namespace

TEST_CASE("chunked_body: decodes chunks and leaves what follows") {
  CHECK(decode("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n") == "hello world|");
  CHECK(decode("0\r\n\r\nGET / HTTP/1.1\r\n") == "|GET / HTTP/1.1\r\n");
  CHECK(decode("000A\r\n0123456789\r\n000\r\n\r\nx") == "0123456789|x");
  CHECK(decode("5;name=value;other=\"a;b\"\r\nhello\r\n0;last\r\n\r\n") == "hello|");
  CHECK(decode("1\r\na\r\n0\r\nX-Trailer: b\r\nOther: c\r\n\r\nrest") == "a|rest");
  CHECK(decode("3\r\na\0\n\r\n0\r\n\r\n"s) == "a\0\n|"s);
}

TEST_CASE("chunked_body: bytes one at a time say the same") {
  CHECK(decode("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nA: b\r\n\r\n", 1) == "hello world|");
  CHECK(decode("5\r\nhello\r\n0\r\n\r\n", 3) == "hello|");
}

TEST_CASE("chunked_body: is incomplete without its last chunk") {
  for (const auto* part : {"5", "5\r\n", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n",
                           "5\r\nhello\r\n0\r\nA: b\r\n"}) {
    INFO(part);
    CHECK(decode(part) == "incomplete");
    CHECK(decode(part, 1) == "incomplete");
  }
}

TEST_CASE("chunked_body: refuses what other readers may frame differently") {
  for (const auto* bad : {"\r\n5\r\nhello\r\n0\r\n\r\n",
                          "0x5\r\nhello\r\n0\r\n\r\n",
                          "+5\r\nhello\r\n0\r\n\r\n",
                          "-1\r\nhello\r\n0\r\n\r\n",
                          " 5\r\nhello\r\n0\r\n\r\n",
                          "g\r\nhello\r\n0\r\n\r\n",
                          ";a\r\nhello\r\n0\r\n\r\n",
                          "5\nhello\n0\n\n\r\n\r\n",
                          "5\r\nhello\n0\r\n\r\n",
                          "5\r\nhelloX\r\n0\r\n\r\n",
                          "5\rhello\r\n0\r\n\r\n",
                          "5\r\nhello0\r\n\r\n",
                          "5 x\r\nhello\r\n0\r\n\r\n",
                          "5;a\nb\r\nhello\r\n0\r\n\r\n",
                          "5;\x01\r\nhello\r\n0\r\n\r\n",
                          "5;a=\"b\r\n\"\r\nhello\r\n0\r\n\r\n",
                          "10000000000000005\r\nhello\r\n0\r\n\r\n",
                          "ffffffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                          "1\r\na\r\n0\r\nbad trailer\r\n\r\n",
                          "1\r\na\r\n0\r\nBad : b\r\n\r\n",
                          "1\r\na\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
                          "1\r\na\r\n0\r\nContent-Length: 5\r\n\r\n",
                          "1,1\r\na\r\n0\r\n\r\n"}) {
    INFO(bad);
    CHECK(decode(bad).starts_with("refused: "));
    CHECK(decode(bad, 1).starts_with("refused: "));
  }
}

TEST_CASE("chunked_body: the limit counts content, over all chunks") {
  CHECK(decode("5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n", 100, 10) == "hellohello|");
  CHECK(decode("5\r\nhello\r\n6\r\n", 100, 10) == "refused: payload_too_large");
  CHECK(decode("B\r\n", 100, 10) == "refused: payload_too_large");
  CHECK(decode("7fffffffffffffff\r\n", 100, 10) == "refused: payload_too_large");
  CHECK(decode("ffffffffffffffff\r\n", 100, 10) == "refused: payload_too_large");
}

TEST_CASE("chunked_body: refuses a body that is mostly extensions") {
  std::string flood;
  const std::string extension(4000, 'x');
  for (int i = 0; i < 10; ++i) flood += "1;" + extension + "\r\na\r\n";
  CHECK(decode(flood + "0\r\n\r\n") == "refused: bad_request");
  std::string tiny;
  for (int i = 0; i < 10'000; ++i) tiny += "1\r\na\r\n";
  CHECK(decode(tiny + "0\r\n\r\n") == std::string(10'000, 'a') + "|");
}
