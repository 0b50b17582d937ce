// Test markers: instructions in double square brackets inside a user message, for tests and benchmarks.
//
//   [[slow n=60 ms=50]]      n words, one every ms           [[error 529 times=2 retry-after=1]]  an HTTP error
//   [[long n=5000]]          n words                         [[cut after=10]]    the connection ends after n deltas
//   [[say some words]]       exactly these                   [[overloaded after=5]]  an error event in the stream
//   [[think n=30]]           n words of thinking first       [[hang after=0]]    nothing more; [[hang headers]]:
//   nothing
//   [[tool name {json}]]     a call; several are parallel    [[garbage]], [[garbage stream]]  no JSON, no SSE
//   [[then]]                 the next calls come after       [[stop refusal]]    another stop_reason
//   [[repeat n=20]]          the calls, n times over         [[pause ms=500]]    before the first word
//   [[full n=190000]]        usage as if so many tokens had been read, so that the CLI compacts the session
//
// Anything else in double brackets is left in the message. Numbers are capped; a bad one is ignored.
#pragma once

#include "core/json.hpp"
#include "scripted-model/reply.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::scripted_model {

struct marked_call {
  std::string tool;
  core::json_text input;
};

struct markers {
  std::string message;  // the message without its markers
  std::optional<std::size_t> words;
  std::optional<std::string> say;
  std::optional<std::size_t> thinking_words;
  std::optional<std::chrono::milliseconds> pace;
  std::chrono::milliseconds pause{};
  std::vector<std::vector<marked_call>> rounds;
  std::size_t repeat = 1;
  std::string stop_reason;
  std::optional<fault> failure;
  std::optional<std::size_t> tokens_read;

  /// Whether the markers alone say what to answer.
  bool is_scripted() const { return words || say || !rounds.empty(); }
};

markers read_markers(std::string_view message);

/// "word1 word2 … wordN ": numbered, so that a test sees what is missing.
std::string numbered_words(std::size_t count);

}  // namespace switchboard::scripted_model
