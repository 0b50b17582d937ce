// MCP over the Claude CLI's control channel: the CLI sends a JSON-RPC message inside a control request and wants the
// answer inside the response. One channel serves one conversation's agent, on the shard of its run; several calls may
// be under way at once.
//
// Life cycle: made when a session is opened (manifest and tool names go to the CLI's start), used for every message of
// every turn; destroyed after the last on_message has ended.
#pragma once

#include "core/json.hpp"
#include "mcp/server.hpp"
#include "mcp/tool_policy.hpp"
#include "rt/task.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::mcp {

/// The name by which the CLI calls a tool of ours: "mcp__tools__getTransactions".
std::string cli_tool_name(std::string_view tool);

/// Whether this call may run now: for those that the CLI asks about, whether they were allowed.
using call_guard = std::function<bool(const tool_description& tool, const std::string& tool_call_id)>;

class control_channel {
 public:
  /// Serves the tools that `allowed` covers (mcp/registry.hpp) but for those that the policy denies. Every call passes
  /// `guard` first, whatever the CLI believes; it must outlive the channel's calls.
  control_channel(std::shared_ptr<const registry> tools, const std::vector<std::string>& allowed,
                  const tool_policy& policy, call_guard guard);

  /// {"initializeResult": …, "toolsListResult": …}: what sdkMcpServerManifests holds for our server, so that the CLI
  /// asks nothing before its first turn.
  core::json_text tool_manifest() const;
  /// For --allowedTools: the tools that run unasked. The CLI asks about all others.
  std::vector<std::string> unasked_tools(const tool_policy& policy) const;
  /// Whether the CLI has to ask about any of the tools.
  bool must_ask(const tool_policy& policy) const;
  /// The tool that the CLI calls so; nullptr where this channel serves none of that name.
  const tool_description* find(std::string_view cli_name) const;

  /// One message of the CLI on behalf of `context` (its tool_call_id is filled in here); what goes back as
  /// mcp_response. A call ends by context.limit at the latest, when `notifications/cancelled` names it, or when the
  /// awaiting coroutine is cancelled; its statement is cancelled with it.
  rt::task<core::json> on_message(core::json message, call_context context);

 private:
  struct call_state;
  rt::task<core::json> perform(call_action call, call_context context);

  server server_;
  call_guard guard_;
  std::map<std::string, call_state*, std::less<>> running_;  // by request id
};

}  // namespace switchboard::mcp
