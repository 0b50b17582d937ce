#include "wire/sse_encoder.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <stdexcept>

using namespace switchboard;

TEST_CASE("sse_encoder: frames are exactly an event line and a data line") {
  CHECK(wire::sse_frame("text", R"({"type":"text"})") == "event: text\ndata: {\"type\":\"text\"}\n\n");
  CHECK(wire::sse_frame("tool_start", "{}") == "event: tool_start\ndata: {}\n\n");
}

TEST_CASE("sse_encoder: resumable frames begin with their id") {
  CHECK(wire::sse_frame(7, "done", "{}") == "id: 7\nevent: done\ndata: {}\n\n");
  CHECK(wire::sse_frame(18446744073709551615ULL, "done", "{}").starts_with("id: 18446744073709551615\n"));
}

TEST_CASE("sse_encoder: mobile clients' pattern matches a frame") {
  auto frame = wire::sse_frame("session", R"({"type":"session","content":"a\nb"})");
  frame.resize(frame.size() - 2);  // clients split at the empty line first
  std::smatch match;
  REQUIRE(std::regex_match(frame, match, std::regex(R"(^event: (\w+)\ndata: ([\s\S]+)$)")));
  CHECK(match[1] == "session");
  CHECK(match[2] == R"({"type":"session","content":"a\nb"})");
}

TEST_CASE("sse_encoder: appends, so that several frames leave together") {
  std::string out = std::string(wire::sse_retry);
  wire::append_sse_frame(out, 1, "a", "{}");
  wire::append_sse_frame(out, "b", "[]");
  out += wire::sse_ping;
  CHECK(out == "retry: 1000\n\nid: 1\nevent: a\ndata: {}\n\nevent: b\ndata: []\n\n: ping\n\n");
}

TEST_CASE("sse_encoder: refuses what would break its frames") {
  CHECK_THROWS_AS(wire::sse_frame("a", "{\n}"), std::invalid_argument);
  CHECK_THROWS_AS(wire::sse_frame("a", "{}\r"), std::invalid_argument);
  CHECK_THROWS_AS(wire::sse_frame("a", ""), std::invalid_argument);
  CHECK_THROWS_AS(wire::sse_frame("a\nid: 1", "{}"), std::invalid_argument);
  CHECK_THROWS_AS(wire::sse_frame("", "{}"), std::invalid_argument);
  CHECK_THROWS_AS(wire::sse_frame(1, "a b", "{}"), std::invalid_argument);
}
