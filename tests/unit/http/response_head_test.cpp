#include "http/response_head.hpp"

#include "http/middleware/security_headers.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <stdexcept>

using namespace switchboard::http;
using Catch::Matchers::Contains;

TEST_CASE("response_head: says status, date, the answer's fields and how the body ends") {
  auto answer = response::json(404, "{}");
  head_facts facts;
  facts.content_length = 2;
  facts.request_id = "abc";
  const auto head = serialize_head(answer, facts);
  CHECK(std::regex_match(head, std::regex("HTTP/1\\.1 404 Not Found\r\n"
                                          "Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} "
                                          "\\d\\d:\\d\\d:\\d\\d GMT\r\n"
                                          "Content-Type: application/json\r\n"
                                          "X-Request-Id: abc\r\n"
                                          "Content-Length: 2\r\n\r\n")));
}

TEST_CASE("response_head: connection options follow version and intent") {
  const response answer;
  head_facts facts;
  facts.keep_alive = false;
  CHECK_THAT(serialize_head(answer, facts), Contains("\r\nConnection: close\r\n"));
  facts.keep_alive = true;
  facts.minor_version = 0;
  CHECK_THAT(serialize_head(answer, facts), Contains("\r\nConnection: keep-alive\r\n"));
  facts.framing = answer_framing::chunked;
  CHECK_THAT(serialize_head(answer, facts), Contains("Transfer-Encoding: chunked"));
  facts.framing = answer_framing::none;
  CHECK_THAT(serialize_head(answer, facts), !Contains("Transfer-Encoding") && !Contains("Content-Length"));
}

TEST_CASE("response_head: fields that frame the message cannot come from a handler") {
  response answer;
  for (const auto* name : {"content-length", "Transfer-Encoding", "Connection", "Date", "Keep-Alive", "X-Request-ID"}) {
    answer.headers.add(name, "forged");
  }
  answer.headers.add("X-Own", "kept");
  const auto head = serialize_head(answer, {});
  CHECK_THAT(head, !Contains("forged") && Contains("X-Own: kept\r\n"));
}

TEST_CASE("response_head: an answer that would split is a bug") {
  const auto checks = [](int status, const std::string& name, const std::string& value) {
    response answer;
    answer.status = status;
    answer.headers.add(name, value);
    check_head(answer);
  };
  CHECK_NOTHROW(checks(200, "X-A", "b\tc \xc3\xa4"));
  CHECK_THROWS_AS(checks(200, "X-A", "b\r\nSet-Cookie: c"), std::logic_error);
  CHECK_THROWS_AS(checks(200, "X-A", "b\n"), std::logic_error);
  CHECK_THROWS_AS(checks(200, "X-A", std::string("\0", 1)), std::logic_error);
  CHECK_THROWS_AS(checks(200, "X A", "b"), std::logic_error);
  CHECK_THROWS_AS(checks(200, "", "b"), std::logic_error);
  CHECK_THROWS_AS(checks(199, "X-A", "b"), std::logic_error);
  CHECK_THROWS_AS(checks(600, "X-A", "b"), std::logic_error);
}

TEST_CASE("security_headers: are added where the handler said nothing") {
  auto answer = response::json(200, "{}");
  answer.headers.add("cache-control", "no-cache, no-transform");
  add_security_headers(answer);
  CHECK(answer.headers.find("X-Content-Type-Options") == "nosniff");
  CHECK(answer.headers.find("Content-Security-Policy").has_value());
  CHECK(answer.headers.find("Cache-Control") == "no-cache, no-transform");
  const auto count = answer.headers.all().size();
  add_security_headers(answer);
  CHECK(answer.headers.all().size() == count);
}
