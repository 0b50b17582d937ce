// The parts of agent lines that come from the Messages API: content blocks, tool results, tokens, and the result line.
#pragma once

#include "core/json.hpp"
#include "domain/agent_message.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::wire {

/// "text", "thinking", "tool_use"; anything else is other.
domain::block_kind block_kind_of(const std::string& type) noexcept;
/// A count of tokens: never negative, and far below what could overflow a sum. nullopt where there is none.
std::optional<std::int64_t> tokens_of(const core::json& object, const char* key);
/// A `usage` object as the Messages API writes it.
domain::usage decode_usage(const core::json& usage);
/// The `message` of an assistant line.
domain::assistant_message decode_assistant(const core::json& message);
/// The `message` of a user line.
domain::user_message decode_user(const core::json& message);
/// A result line.
domain::result_message decode_result(const core::json& line);

}  // namespace switchboard::wire
