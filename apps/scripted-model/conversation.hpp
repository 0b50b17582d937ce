// What a Messages API request says, reduced to what a script decides on: the user's messages as turns, with what the
// assistant said and which tools answered in each. Pure; the same request always gives the same conversation.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::scripted_model {

/// One tool call of a turn and its answer.
struct tool_outcome {
  std::string id;
  std::string name;       // as called, e.g. "mcp__tools__getTransactions"
  core::json_text input;  // the arguments
  std::string text;       // the answer's text, without the client's reminders
  bool is_error = false;  // refused, failed or unknown
  bool answered = false;  // false while no tool_result names this call
  std::size_t round = 0;  // which of the turn's responses asked for it, from 0
};

/// One user message and everything up to the next one.
struct turn {
  std::string user;
  std::string assistant;
  std::vector<tool_outcome> tools;
  std::size_t rounds = 0;  // responses of this turn so far that asked for tools
};

struct conversation {
  std::string model;
  bool stream = false;
  bool may_think = false;  // the request enables extended thinking
  std::size_t max_tokens = 0;
  std::string system;              // the system prompt's text
  std::vector<std::string> tools;  // names on offer, as the request spells them
  std::vector<turn> turns;         // never empty; the last is the one to answer
  std::size_t new_bytes = 0;       // size of the newest message, for token counts
  std::size_t all_bytes = 0;       // size of everything that counts as input
};

/// Reads a request body. `invalid_field` with the API's own wording for what it would refuse, too.
core::result<conversation> read_conversation(const core::json& request);

/// The offered tool that a scenario's short name means ("getTransactions" is "mcp__tools__getTransactions"); empty when
/// there is none.
std::string resolve_tool(const conversation& chat, std::string_view short_name);

}  // namespace switchboard::scripted_model
