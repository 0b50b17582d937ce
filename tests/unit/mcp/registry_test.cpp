#include "mcp/registry.hpp"

#include "unit/mcp/fake_tool.hpp"

#include <catch2/catch.hpp>

namespace switchboard::mcp {
namespace {

std::string allowed(const std::vector<std::string>& patterns) {
  const auto tools = test::small_registry();
  std::string out;
  for (const auto* t : tools->allowed(patterns)) out += t->impl->description().name + " ";
  return out;
}

}  // namespace

TEST_CASE("registry: an allow list covers by name, domain and wildcard, sorted, each tool once") {
  CHECK(allowed({}).empty());
  CHECK(allowed({"getBudgets"}) == "getBudgets ");
  CHECK(allowed({"agents.*"}) == "loadMemory saveMemory ");
  CHECK(allowed({"*"}) == "createBudget deleteBudget getBudgets getTransactions loadMemory saveMemory ");
  CHECK(allowed({"get*", "getBudgets"}) == "getBudgets getTransactions ");
  CHECK(allowed({"*Budget"}) == "createBudget deleteBudget ");
  CHECK(allowed({"finance.get*", "agents.loadMemory"}) == "getBudgets getTransactions loadMemory ");
  CHECK(allowed({"*.save*"}) == "saveMemory ");
}

TEST_CASE("registry: a pattern that is no tool covers none") {
  for (const char* pattern : {"", "getbudgets", "getBudget", "finance", "finance.", "finance*", ".*x",
                              "agents.getBudgets", "Budgets", "getBudgets ", "mcp__tools__getBudgets"}) {
    INFO(pattern);
    CHECK(allowed({pattern}).empty());
  }
}

TEST_CASE("registry: a pattern of many stars costs no more than it should") {
  tool_description d;
  d.name = std::string(2000, 'a');
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  CHECK_FALSE(covers(pattern + "b", d));
  CHECK(covers(pattern, d));
}

TEST_CASE("registry: a name is taken once") {
  registry r;
  CHECK(r.add(std::make_unique<test::fake_tool>("one", "a", test::echo)).has_value());
  const auto again = r.add(std::make_unique<test::fake_tool>("one", "b", test::echo));
  REQUIRE(again.has_error());
  CHECK(again.error().code == core::errc::conflict);
  CHECK(r.size() == 1);
  CHECK(r.find("one")->impl->description().domain == "a");
  CHECK(r.find("two") == nullptr);
}

}  // namespace switchboard::mcp
