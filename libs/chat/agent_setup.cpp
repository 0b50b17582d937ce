#include "chat/agent_setup.hpp"

#include "domain/prompt_builder.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace switchboard::chat {
namespace {

const std::string& permission_mode_of(const domain::agent_profile& agent, const run_settings& settings) {
  return settings.permission_mode.empty() ? agent.permission_mode : settings.permission_mode;
}

std::vector<mcp::tool_rule> rules_of(const std::vector<domain::tool_rule>& from) {
  std::vector<mcp::tool_rule> out;
  for (const auto& rule : from) out.push_back({rule.pattern, mcp::permission_of(rule.behavior)});
  return out;
}

}  // namespace

mcp::tool_policy tool_policy_of(const domain::agent_profile& agent, const run_settings& settings) {
  return {permission_mode_of(agent, settings), rules_of(agent.policies), rules_of(agent.remembered)};
}

agent::session_spec session_spec_of(const domain::turn_input& input, const run_settings& settings,
                                    const mcp::control_channel& tools, const mcp::tool_policy& policy) {
  const auto& agent = input.agent;
  agent::session_spec spec;
  const auto configured = settings.models.find(agent.model);
  spec.model = configured == settings.models.end() ? agent.model : configured->second;
  spec.max_turns = std::min(agent.max_turns, settings.max_turns);
  spec.max_thinking_tokens = settings.max_thinking_tokens;
  spec.permission_mode = permission_mode_of(agent, settings);
  // In that mode the CLI asks about nothing, whatever a rule of the workspace says.
  if (spec.permission_mode == "bypassPermissions" && tools.must_ask(policy)) spec.permission_mode = "default";
  spec.system_prompt = domain::build_system_prompt(input);
  spec.tool_manifest = tools.tool_manifest();
  spec.allowed_tools = tools.unasked_tools(policy);
  return spec;
}

}  // namespace switchboard::chat
