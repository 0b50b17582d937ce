#include "mcp/tool_policy.hpp"

#include "mcp/registry.hpp"

#include <algorithm>
#include <optional>

namespace switchboard::mcp {
namespace {

std::optional<permission> strictest(const std::vector<tool_rule>& rules, const tool_description& tool) {
  std::optional<permission> out;
  for (const auto& rule : rules) {
    if (covers(rule.pattern, tool)) out = std::max(out.value_or(rule.what), rule.what);
  }
  return out;
}

}  // namespace

permission permission_of(std::string_view word) {
  if (word == "allow") return permission::allow;
  return word == "deny" ? permission::deny : permission::ask;
}

tool_policy::tool_policy(std::string_view mode, std::vector<tool_rule> of_workspace, std::vector<tool_rule> remembered)
    : rules_(std::move(of_workspace)) {
  if (mode == "acceptEdits") mode_ = mode::accept_edits;
  if (mode == "bypassPermissions") mode_ = mode::bypass;
  for (auto& rule : remembered) remembered_[std::move(rule.pattern)] = rule.what;
}

permission tool_policy::standing(const tool_description& tool) const {
  if (const auto ruled = strictest(rules_, tool)) return *ruled;
  switch (tool.what) {
    case effect::read_only:
      return permission::allow;
    case effect::writes:
      return mode_ == mode::ask ? permission::ask : permission::allow;
    case effect::destructive:
      break;
  }
  return mode_ == mode::bypass ? permission::allow : permission::ask;
}

permission tool_policy::decide(const tool_description& tool) const {
  const auto known = remembered_.find(tool.name);
  const bool is_known = known != remembered_.end();
  if (is_known && known->second == permission::deny) return permission::deny;
  if (const auto ruled = strictest(rules_, tool)) return *ruled;
  return is_known ? known->second : standing(tool);
}

void tool_policy::remember(const std::string& tool, permission answer) {
  remembered_[tool] = answer;
}

}  // namespace switchboard::mcp
