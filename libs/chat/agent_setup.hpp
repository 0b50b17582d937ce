// How an agent is set up for a run: its row and the deployment's settings to a policy for its tools and a CLI session's
// spec. Pure.
#pragma once

#include "agent/session.hpp"
#include "chat/run_settings.hpp"
#include "domain/turn_input.hpp"
#include "mcp/control_channel.hpp"
#include "mcp/tool_policy.hpp"

namespace switchboard::chat {

/// What the agent may do unasked, must ask for, or may not do.
mcp::tool_policy tool_policy_of(const domain::agent_profile& agent, const run_settings& settings);

/// Everything of the spec but which session it goes on with or begins.
agent::session_spec session_spec_of(const domain::turn_input& input, const run_settings& settings,
                                    const mcp::control_channel& tools, const mcp::tool_policy& policy);

}  // namespace switchboard::chat
