#include "wire/host_frame.hpp"

#include "wire/command_gate.hpp"
#include "wire/spool_format.hpp"

#include <catch2/catch.hpp>

#include <iterator>
#include <string>
#include <vector>

using namespace switchboard::wire;

namespace {

host_frame line(std::uint64_t number, std::string payload) {
  return {frame_kind::output, number, 0, 1234567, std::move(payload)};
}

std::string spool_of(std::uint64_t frames) {
  std::string out(spool_mark);
  for (std::uint64_t i = 1; i <= frames; ++i) out += encode(line(i, "line " + std::to_string(i)));
  return out;
}

}  // namespace

TEST_CASE("host frame: comes out as it went in, in any chunking") {
  const host_frame all[] = {line(1, ""),
                            {frame_kind::input, 7, ~0ULL, -5, std::string("a\0b", 3)},
                            {frame_kind::fault, 0, 0, 0, std::string(100'000, 'x')}};
  std::string bytes;
  for (const auto& frame : all) bytes += encode(frame);
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, bytes.size()}) {
    frame_reader reader;
    std::vector<host_frame> got;
    for (std::size_t at = 0; at < bytes.size(); at += chunk) {
      reader.push(std::string_view(bytes).substr(at, chunk));
      while (auto frame = reader.next()) got.push_back(std::move(*frame));
    }
    CHECK(got == std::vector<host_frame>(std::begin(all), std::end(all)));
    CHECK(reader.consumed() == bytes.size());
    CHECK_FALSE(reader.corrupt());
  }
}

TEST_CASE("host frame: takes as many bytes as it says") {
  CHECK(encode(line(1, "")).size() == frame_overhead);
  CHECK(encode(line(1, "abc")).size() == frame_overhead + 3);
}

TEST_CASE("host frame: one bit that is wrong ends the stream") {
  const auto good = encode(line(1, "hello"));
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    frame_reader reader;
    reader.push(bad + good);
    CHECK_FALSE(reader.next());
    // A length that grew only waits for more; everything else is seen at once.
    CHECK((reader.corrupt() || at < 4));
  }
}

TEST_CASE("host frame: a length beyond the limit is refused before it is waited for") {
  frame_reader reader(10);
  reader.push(encode(line(1, "0123456789")));
  CHECK(reader.next());
  reader.push(encode(line(1, "0123456789a")).substr(0, 8));
  CHECK_FALSE(reader.next());
  CHECK(reader.corrupt());
}

TEST_CASE("spool format: a spool cut at any byte gives its whole frames") {
  const auto whole = spool_of(3);
  const auto frame = (whole.size() - spool_mark.size()) / 3;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto read = read_spool(std::string_view(whole).substr(0, size));
    const auto expected = size < spool_mark.size() ? 0 : (size - spool_mark.size()) / frame;
    REQUIRE(read.frames.size() == expected);
    REQUIRE(read.whole_bytes <= size);
    for (std::size_t i = 0; i < expected; ++i) REQUIRE(read.frames[i].number == i + 1);
  }
}

TEST_CASE("spool format: a number that does not follow ends it") {
  const auto read = read_spool(spool_of(2) + encode(line(4, "later")));
  CHECK(read.frames.size() == 2);
  CHECK(read_spool("not a spool").frames.empty());
  // After it was emptied its numbers go on.
  CHECK(read_spool(std::string(spool_mark) + encode(line(40, "a")) + encode(line(41, "b"))).frames.size() == 2);
}

TEST_CASE("command gate: each number passes once and in order") {
  using verdict = command_gate::verdict;
  command_gate gate;
  CHECK(gate.take(2) == verdict::gap);
  CHECK(gate.take(0) == verdict::repeated);
  CHECK(gate.take(1) == verdict::fresh);
  CHECK(gate.take(1) == verdict::repeated);
  CHECK(gate.take(2) == verdict::fresh);
  CHECK(gate.take(4) == verdict::gap);
  CHECK(gate.last() == 2);
}
