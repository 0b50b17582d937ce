#include "wire/ndjson_framer.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using switchboard::wire::ndjson_framer;

namespace {

std::vector<std::string> drain(ndjson_framer& framer) {
  std::vector<std::string> out;
  while (auto line = framer.next()) out.push_back(std::move(*line));
  return out;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("ndjson framer: lines come whole, in order, without their newlines") {
  ndjson_framer framer;
  framer.push("{\"a\":1}\n{\"b\":2}\r\n{\"c\"");
  CHECK(drain(framer) == lines{"{\"a\":1}", "{\"b\":2}"});
  framer.push(":3}\n");
  CHECK(drain(framer) == lines{"{\"c\":3}"});
  CHECK_FALSE(framer.finish());
}

TEST_CASE("ndjson framer: what follows the last newline comes at the end") {
  ndjson_framer framer;
  framer.push("{\"a\":1}\n{\"half");
  CHECK(drain(framer).size() == 1);
  CHECK(framer.finish() == "{\"half");
  CHECK_FALSE(framer.finish());
}

TEST_CASE("ndjson framer: noise is dropped and counted, empty lines only dropped") {
  ndjson_framer framer;
  framer.push("(node:1) Warning\n\n\r\n{\"a\":1}\n [1]\nx");
  CHECK(drain(framer) == lines{"{\"a\":1}"});
  CHECK_FALSE(framer.finish());
  CHECK(framer.noise_lines() == 3);
}

TEST_CASE("ndjson framer: endless noise takes no memory") {
  ndjson_framer framer(1024);
  const std::string chunk(64 << 10, 'x');
  for (int i = 0; i < 100; ++i) {
    framer.push(chunk);
    CHECK(framer.buffered_bytes() == 0);
  }
  framer.push("\n{}\n");
  CHECK(drain(framer) == lines{"{}"});
  CHECK(framer.noise_lines() == 1);
}

TEST_CASE("ndjson framer: a line over the cap is dropped whole, in bounded memory") {
  ndjson_framer framer(100);
  framer.push("{" + std::string(99, 'a') + "\n");
  framer.push("{" + std::string(100, 'b') + "\n{\"next\":1}\n{");
  framer.push(std::string(60, 'c'));
  CHECK(framer.buffered_bytes() <= 400);
  framer.push(std::string(60, 'c'));
  framer.push(std::string(1 << 20, 'c'));
  CHECK(framer.overlong_lines() == 2);
  framer.push("\n{\"last\":1}\n");
  const auto got = drain(framer);
  REQUIRE(got.size() == 3);
  CHECK(got[0].size() == 100);
  CHECK(got[1] == "{\"next\":1}");
  CHECK(got[2] == "{\"last\":1}");
}

TEST_CASE("ndjson framer: fifty megabytes in one line stay bounded") {
  ndjson_framer framer;
  const std::string chunk(1 << 20, 'x');
  framer.push("{\"a\":\"");
  std::size_t most = 0;
  for (int i = 0; i < 50; ++i) {
    framer.push(chunk);
    most = std::max(most, framer.buffered_bytes());
  }
  framer.push("\"}\n{\"b\":1}\n");
  CHECK(most <= switchboard::wire::max_agent_line_bytes);
  CHECK(drain(framer) == lines{"{\"b\":1}"});
  CHECK(framer.overlong_lines() == 1);
}

TEST_CASE("ndjson framer: any chunking gives the same lines") {
  std::string stream;
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same bytes in every run
  for (int i = 0; i < 200; ++i) {
    stream += i % 7 == 0 ? "noise" : "{\"n\":" + std::to_string(i) + "}";
    stream += std::string(random() % 40, i % 5 == 0 ? 'x' : ' ');
    stream += i % 3 == 0 ? "\r\n" : "\n";
  }
  ndjson_framer whole(60);
  whole.push(stream);
  const auto expected = drain(whole);
  for (int round = 0; round < 50; ++round) {
    ndjson_framer framer(60);
    lines got;
    for (std::size_t at = 0; at < stream.size();) {
      const auto n = std::min<std::size_t>(1 + random() % (round < 10 ? 3 : 97), stream.size() - at);
      framer.push(std::string_view(stream).substr(at, n));
      at += n;
      for (auto& line : drain(framer)) got.push_back(std::move(line));
    }
    REQUIRE(got == expected);
    CHECK(framer.noise_lines() == whole.noise_lines());
    CHECK(framer.overlong_lines() == whole.overlong_lines());
  }
}
