// A scenario: which messages it answers, and the steps of the answer. Scenarios are JSON files; README.md in scenarios/
// describes their form. Everything that can be wrong with a file is found when it is loaded.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"
#include "scripted-model/expression.hpp"
#include "scripted-model/pattern.hpp"
#include "scripted-model/text_template.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace switchboard::scripted_model {

/// One argument of a tool call: a template, or a value that is no text.
struct argument {
  std::string name;
  std::optional<text_template> text;
  core::json_text literal;
};

struct tool_call {
  std::string tool;  // its short name
  std::vector<argument> arguments;
  std::string as;                  // the variable for the answer
  std::optional<expression> each;  // calls once for each item of this list (at most 8), in parallel
};

struct step {
  enum class kind { say, think, call, pause, set };
  kind what = kind::say;
  std::optional<expression> when;     // skipped where this does not hold
  std::optional<text_template> text;  // say, think
  std::vector<tool_call> calls;       // call: all in one response
  std::chrono::milliseconds pause{};
  std::vector<std::pair<std::string, text_template>> variables;  // set: evaluated in order
};

/// One way to fit a message.
struct match {
  std::vector<pattern> any;    // one of them is found in the message
  std::vector<pattern> none;   // none of them is
  std::vector<pattern> after;  // when not empty: one of them is found in an earlier message of the conversation
};

/// What a scenario is for: an ordinary one has ways to match; the others are found by their part.
enum class part {
  ordinary,
  otherwise,     // nothing else fits
  tool_missing,  // a step wants a tool that is not on offer
  tool_failed,   // a tool answered with an error
  closing,       // said after a conversation's first answer, when tools were called for it
};

struct scenario {
  std::string name;
  part role = part::ordinary;
  std::vector<match> matches;  // one of them has to fit
  std::vector<std::string> examples;
  std::vector<std::pair<std::string, text_template>> variables;  // evaluated in order; later ones see earlier ones
  std::vector<step> steps;
};

/// The scenarios in the order in which they are tried; the parts that are no ordinary ones exist once each.
struct library {
  std::vector<scenario> scenarios;

  const scenario& of(part role) const;
};

/// Reads one file's text. `invalid_field` names what is wrong in it.
core::result<scenario> read_scenario(std::string_view name, std::string_view text);
/// Every *.json of a folder, in the order of their names. The message names the file.
core::result<library> load_library(const std::filesystem::path& folder);

}  // namespace switchboard::scripted_model
