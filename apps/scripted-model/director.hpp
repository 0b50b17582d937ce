// The director reads a conversation and decides what the model says next. It keeps no state: which step of a scenario
// comes next follows from the tool results that the request already carries.
#pragma once

#include "scripted-model/conversation.hpp"
#include "scripted-model/markers.hpp"
#include "scripted-model/reply.hpp"
#include "scripted-model/scenario.hpp"

#include <functional>
#include <string>

namespace switchboard::scripted_model {

/// What the answer depends on beside the conversation.
struct surroundings {
  std::string today;                          // "2026-11-20"
  std::function<std::string()> make_tool_id;  // "toolu_…", never twice the same
};

/// `marked` is what read_markers() found in the last user message.
reply direct(const library& scripts, const conversation& chat, const markers& marked, const surroundings& around);

}  // namespace switchboard::scripted_model
