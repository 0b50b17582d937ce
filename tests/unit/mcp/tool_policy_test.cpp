#include "mcp/tool_policy.hpp"

#include <catch2/catch.hpp>

namespace switchboard::mcp {
namespace {

tool_description tool(const char* name, effect what) {
  tool_description out;
  out.name = name;
  out.domain = "finance";
  out.what = what;
  return out;
}

const auto reads = tool("getBudgets", effect::read_only);
const auto writes = tool("createBudget", effect::writes);
const auto destroys = tool("deleteBudget", effect::destructive);

std::vector<permission> decided(const tool_policy& policy) {
  return {policy.decide(reads), policy.decide(writes), policy.decide(destroys)};
}

constexpr auto allow = permission::allow;
constexpr auto ask = permission::ask;
constexpr auto deny = permission::deny;

}  // namespace

TEST_CASE("tool policy: the mode and the tool's effect decide where no rule does") {
  CHECK(decided({"default", {}, {}}) == std::vector{allow, ask, ask});
  CHECK(decided({"acceptEdits", {}, {}}) == std::vector{allow, allow, ask});
  CHECK(decided({"bypassPermissions", {}, {}}) == std::vector{allow, allow, allow});
  CHECK(decided({"no such mode", {}, {}}) == std::vector{allow, ask, ask});
}

TEST_CASE("tool policy: of the workspace's rules the strictest holds, whatever the mode") {
  CHECK(decided({"bypassPermissions", {{"finance.*", ask}}, {}}) == std::vector{ask, ask, ask});
  CHECK(decided({"default", {{"*", allow}, {"deleteBudget", deny}}, {}}) == std::vector{allow, allow, deny});
  CHECK(decided({"default", {{"*", allow}, {"create*", ask}, {"crm.*", deny}}, {}}) == std::vector{allow, ask, allow});
}

TEST_CASE("tool policy: what is remembered holds where the workspace says nothing") {
  tool_policy policy("default", {{"deleteBudget", ask}}, {{"createBudget", allow}, {"deleteBudget", allow}});
  CHECK(decided(policy) == std::vector{allow, allow, ask});
  CHECK(decided({"default", {{"*", allow}}, {{"createBudget", deny}}}) == std::vector{allow, deny, allow});
  policy.remember("createBudget", deny);
  CHECK(policy.decide(writes) == deny);
  // A process that was started so need not be started anew.
  CHECK(policy.standing(writes) == ask);
}

TEST_CASE("tool policy: words") {
  CHECK(permission_of("allow") == allow);
  CHECK(permission_of("deny") == deny);
  CHECK(permission_of("ask") == ask);
  CHECK(permission_of("anything") == ask);
}

}  // namespace switchboard::mcp
