// The system prompt of a turn, in the contract's order: base prompt, rules, skills, memory index, user context. Pure:
// the same input gives the same text (golden files in tests/fixtures/prompts).
#pragma once

#include "domain/turn_input.hpp"

#include <string>

namespace switchboard::domain {

/// Sections without content are left out. Text from the database is placed as it is, never interpreted.
std::string build_system_prompt(const turn_input& input);

/// A conversation's title from its first message: one line, at most 80 characters (not bytes), cut at a word.
std::string title_from(const std::string& first_message);

}  // namespace switchboard::domain
