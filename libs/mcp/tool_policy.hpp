// Whether a call runs, asks its user first, or is refused. In this order, the first that says something:
//   1. what the user has refused before, and asked to remember
//   2. the workspace's rules that cover the tool (its admins', narrowed to the caller's role and the agent); where
//      several do, the strictest: deny, then ask, then allow
//   3. what the user has allowed before, and asked to remember
//   4. the tool's effect under the agent's permission mode: what only reads runs; what writes asks unless the mode is
//      acceptEdits; what destroys asks; bypassPermissions lets everything run
//
// A value; pure but for remember(). Lives with its run, on one shard.
#pragma once

#include "mcp/tool.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::mcp {

enum class permission { allow, ask, deny };

/// "allow", "ask" or "deny"; anything else asks.
permission permission_of(std::string_view word);

/// A stored rule. The pattern is that of an agent's tool list (mcp/registry.hpp).
struct tool_rule {
  std::string pattern;
  permission what = permission::ask;
};

class tool_policy {
 public:
  /// `mode` is default, acceptEdits or bypassPermissions; another one counts as default.
  tool_policy(std::string_view mode, std::vector<tool_rule> of_workspace, std::vector<tool_rule> remembered);

  /// What holds for a call of the tool now.
  permission decide(const tool_description& tool) const;
  /// The same without what the user has remembered: it decides how a process is started, which must not change with
  /// every answer.
  permission standing(const tool_description& tool) const;
  /// From now on this tool's calls are answered so.
  void remember(const std::string& tool, permission answer);

 private:
  enum class mode { ask, accept_edits, bypass };

  mode mode_ = mode::ask;
  std::vector<tool_rule> rules_;
  std::map<std::string, permission, std::less<>> remembered_;
};

}  // namespace switchboard::mcp
