#include "agent/turn_journal.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using agent::read_turn;
using wire::frame_kind;
using wire::host_frame;

namespace {

// Numbers the frames as a host does.
std::vector<host_frame> journal(std::vector<host_frame> frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) frames[i].number = i + 1;
  return frames;
}
host_frame line(std::string text) {
  return {frame_kind::output, 0, 0, 2'000'000, std::move(text)};
}
host_frame told(std::string text) {
  return {frame_kind::input, 0, 1, 0, std::move(text)};
}
host_frame note(std::string text) {
  return {frame_kind::note, 0, 1, 0, std::move(text)};
}

}  // namespace

TEST_CASE("turn journal: only the newest turn counts") {
  const auto turn = read_turn(journal({note("Bfirst"), told(R"({"type":"user"})"), line("{1}"), note("Bsecond"),
                                       line("{2}"), note("Nlater"), line("{3}")}));
  CHECK(turn.begin_note == "second");
  CHECK(turn.notes == std::vector<std::string>{"later"});
  REQUIRE(turn.lines.size() == 2);
  CHECK(turn.lines[0].text == "{2}");
  CHECK(turn.lines[0].number == 5);
  CHECK(turn.lines[0].at.time_since_epoch() == std::chrono::seconds(2));
  CHECK_FALSE(turn.message_told);
  CHECK_FALSE(turn.exit);
}

TEST_CASE("turn journal: knows what the agent has been told") {
  const auto turn =
      read_turn(journal({note("Bx"), told(R"({"type":"user","message":{}})"),
                         told(R"({"type":"control_response","response":{"subtype":"success","request_id":"r1"}})"),
                         told("not json"), told(R"({"type":"control_request","request_id":"ours","request":{}})")}));
  CHECK(turn.message_told);
  CHECK(turn.answered == std::set<std::string>{"r1"});
}

TEST_CASE("turn journal: knows how the agent ended") {
  const auto turn =
      read_turn(journal({note("Bx"), {frame_kind::exited, 0, 0, 0, R"({"code":3,"stderr":"no licence"})"}}));
  REQUIRE(turn.exit);
  CHECK(turn.exit->status.code == 3);
  CHECK(turn.exit->stderr_tail == "no licence");
}

TEST_CASE("turn journal: without a beginning there is no turn") {
  CHECK(read_turn({}).begin_note.empty());
  CHECK(read_turn(journal({line("{}"), note("Nlater"), told(R"({"type":"user"})")})).begin_note.empty());
}
