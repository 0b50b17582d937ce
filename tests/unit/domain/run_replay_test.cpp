// Every recorded conversation, replayed: the same lines give the same events, byte for byte, and no way in which a
// conversation can break off leaves a run without its order.
#include "support/agent_recording.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace switchboard;
using namespace switchboard::domain;

namespace {

std::string expected_path(const std::string& name) {
  return std::string(SWITCHBOARD_SOURCE_DIR) + "/tests/fixtures/agent-protocol/expected/" + name + ".txt";
}

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// The order that contract section 3 promises of every run.
void check_order(const std::vector<event>& events) {
  REQUIRE_FALSE(events.empty());
  CHECK(std::holds_alternative<session_event>(events.front()));
  CHECK(std::ranges::count_if(events, [](const event& e) { return std::holds_alternative<session_event>(e); }) == 1);
  CHECK(is_terminal(events.back()));
  CHECK(std::ranges::count_if(events, is_terminal) == 1);
  bool text_open = false;
  bool reasoning_open = false;
  for (const auto& e : events) {
    if (const auto* text = std::get_if<text_event>(&e)) {
      CHECK_FALSE(reasoning_open);
      text_open = text->state == block_state::open;
    } else if (const auto* reasoning = std::get_if<reasoning_event>(&e)) {
      CHECK_FALSE(text_open);
      reasoning_open = reasoning->state == block_state::open;
    } else {
      CHECK_FALSE(text_open);
      CHECK_FALSE(reasoning_open);
    }
  }
}

}  // namespace

TEST_CASE("replay: every recording gives its expected events, byte for byte") {
  for (const auto& recording : test::all_recordings()) {
    DYNAMIC_SECTION(recording.name) {
      const auto shown = test::show(test::replay(recording));
      if (std::getenv("UPDATE_EXPECTED") != nullptr) std::ofstream(expected_path(recording.name)) << shown;
      CHECK(shown == read_file(expected_path(recording.name)));
      CHECK(shown == test::show(test::replay(recording)));
    }
  }
}

TEST_CASE("replay: a recording broken off after any line still ends in order") {
  for (const auto& recording : test::all_recordings()) {
    DYNAMIC_SECTION(recording.name) {
      const auto lines = test::cli_lines(recording).size();
      for (std::size_t n = 0; n <= lines; ++n) {
        CAPTURE(n);
        for (const auto& run : test::replay(recording, n)) {
          check_order(run.events);
          CHECK(run.outcome.state != run_state::running);
          CHECK(run.parts.find("\"running\"") == std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("replay: what was streamed is what is saved") {
  for (const auto& name : {"two_turns", "thinking", "tool_preallowed", "interrupt", "killed", "two_tools_one_denied"}) {
    DYNAMIC_SECTION(name) {
      for (const auto& run : test::replay(test::load_recording(name))) {
        std::string streamed;
        for (const auto& e : run.events) {
          const auto* text = std::get_if<text_event>(&e);
          if (text == nullptr) continue;
          streamed += text->content;
        }
        auto saved = run.text;
        for (auto gap = saved.find("\n\n"); gap != std::string::npos; gap = saved.find("\n\n")) saved.erase(gap, 2);
        CHECK(saved == streamed);
      }
    }
  }
}
