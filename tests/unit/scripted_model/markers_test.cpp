#include "scripted-model/markers.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::scripted_model;
using std::chrono::milliseconds;

TEST_CASE("markers: pace, length and thinking") {
  const auto m = read_markers("go [[slow n=60 ms=5]] [[think n=3]][[pause ms=10]]");
  CHECK(m.message == "go");
  CHECK(m.words == 60U);
  CHECK(m.pace == milliseconds(5));
  CHECK(m.thinking_words == 3U);
  CHECK(m.pause == milliseconds(10));
  CHECK(m.is_scripted());
  CHECK_FALSE(m.failure);
}

TEST_CASE("markers: tool calls in parallel and one after the other") {
  const auto m =
      read_markers(R"([[tool a {"x": "[[1]]"}]][[tool b]][[then]][[tool c {"y":{"z":[[1]]}}]] [[repeat n=4]])");
  REQUIRE(m.rounds.size() == 2);
  REQUIRE(m.rounds[0].size() == 2);
  CHECK(m.rounds[0][0].tool == "a");
  CHECK(m.rounds[0][0].input.text == R"({"x":"[[1]]"})");
  CHECK(m.rounds[0][1].input.text == "{}");
  CHECK(m.rounds[1][0].input.text == R"({"y":{"z":[[1]]}})");
  CHECK(m.repeat == 4);
  CHECK(m.message.empty());
}

TEST_CASE("markers: failures") {
  const auto error = read_markers("[[error 529 times=2 retry-after=3]] hello");
  REQUIRE(error.failure);
  CHECK(error.failure->what == fault::kind::http_error);
  CHECK(error.failure->status == 529);
  CHECK(error.failure->times == 2U);
  CHECK(error.failure->retry_after == 3);
  CHECK(error.message == "hello");
  CHECK(read_markers("[[error]]").failure->status == 500);
  CHECK(read_markers("[[error 200]]").failure->status == 500);
  CHECK(read_markers("[[cut after=4]]").failure->after == 4);
  CHECK(read_markers("[[hang]]").failure->what == fault::kind::hang);
  CHECK(read_markers("[[hang headers]]").failure->what == fault::kind::hang_at_headers);
  CHECK(read_markers("[[garbage]]").failure->what == fault::kind::garbage);
  CHECK(read_markers("[[garbage stream]]").failure->what == fault::kind::garbage_stream);
  CHECK(read_markers("[[overloaded]]").failure->what == fault::kind::stream_error);
  CHECK(read_markers("[[stop refusal]]").stop_reason == "refusal");
}

TEST_CASE("markers: what is none stays in the message") {
  for (const auto* text :
       {"see [[page]] and [[", "[[tool]]", "[[tool a {bad json}]]", "[[unclosed", "]] [[ ]]", "a[[[b]]"}) {
    INFO(text);
    const auto m = read_markers(text);
    CHECK(m.message == text);
    CHECK_FALSE(m.is_scripted());
  }
}

TEST_CASE("markers: numbers are capped and bad ones ignored") {
  CHECK(read_markers("[[long n=99999999999999999999999]]").words == 5000U);
  CHECK(read_markers("[[long n=9999999]]").words == 100'000U);
  CHECK(read_markers("[[long n=-4]]").words == 5000U);
  CHECK(read_markers("[[slow ms=x]]").pace == milliseconds(50));
}

TEST_CASE("markers: many of them cost little") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "[[tool a {";
  CHECK(read_markers(text).rounds.empty());
}

TEST_CASE("markers: says exact words") {
  CHECK(read_markers("[[say Hello, you. ]]").say == "Hello, you. ");
}
