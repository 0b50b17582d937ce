// The agent decoder: one line of the Claude CLI's output to one typed message. Pure and tolerant: unknown types and
// extra keys are let be, a key's position means nothing, and what is no message becomes noise; no line is an error.
#pragma once

#include "domain/agent_message.hpp"
#include "wire/control_protocol.hpp"

#include <string_view>
#include <variant>

namespace switchboard::wire {

/// A line is either a message of the agent or part of the control protocol.
using agent_line = std::variant<domain::agent_message, control_message>;

/// Decodes one line. U+0000 and lone surrogates in strings, which neither Postgres nor UTF-8 can hold, become U+FFFD.
agent_line decode_agent_line(std::string_view line);

}  // namespace switchboard::wire
