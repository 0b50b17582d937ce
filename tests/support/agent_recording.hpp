// Recorded conversations with the Claude CLI (tests/fixtures/agent-protocol), and their replay through decoder and
// reducer.
#pragma once

#include "domain/event.hpp"
#include "domain/run_reducer.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace switchboard::test {

enum class direction { host_to_cli, cli_to_host };

struct recorded_line {
  std::chrono::milliseconds at{0};
  direction dir = direction::cli_to_host;
  std::string text;
};

struct recording {
  std::string name;
  std::vector<recorded_line> lines;  // without the exit
};

/// One recording by name ("two_turns"), and all of them in the order of their names.
recording load_recording(const std::string& name);
std::vector<recording> all_recordings();
/// Only what the CLI printed, in order.
std::vector<std::string> cli_lines(const recording& r);

/// One turn of a recording as the reducer saw it.
struct replayed_run {
  std::vector<domain::event> events;
  domain::run_outcome outcome;
  std::string text;
  std::string parts;
};

/// Replays each turn through a reducer of its own. After `max_lines` lines of the CLI, or at the recording's end, a run
/// that has no end is told that its process died.
std::vector<replayed_run> replay(const recording& r, std::size_t max_lines = static_cast<std::size_t>(-1));

/// The runs as text: their events as clients get them, outcome and saved message.
std::string show(const std::vector<replayed_run>& runs);

/// What was fed and folded by hand in a test: a reducer with fixed ids and prices.
domain::run_context test_context();

}  // namespace switchboard::test
