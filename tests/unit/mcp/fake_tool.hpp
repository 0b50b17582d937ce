// A tool that does what a test tells it.
#pragma once

#include "mcp/registry.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace switchboard::mcp::test {

class fake_tool final : public tool {
 public:
  using body = std::function<rt::task<tool_result>(call_context, core::json)>;

  fake_tool(std::string name, std::string domain, body run, effect what = effect::read_only) : run_(std::move(run)) {
    description_.name = std::move(name);
    description_.domain = std::move(domain);
    description_.title = "Title of " + description_.name;
    description_.description = "Does " + description_.name + ".";
    description_.input_schema = {R"({"type":"object","properties":{},"additionalProperties":false})"};
    description_.what = what;
  }
  const tool_description& description() const noexcept override { return description_; }
  rt::task<tool_result> call(call_context context, core::json arguments) override {
    return run_(std::move(context), std::move(arguments));
  }

 private:
  tool_description description_;
  body run_;
};

/// Answers its arguments.
inline rt::task<tool_result> echo(call_context, core::json arguments) {
  tool_result out;
  out.value.text = core::dump(arguments);
  co_return out;
}

inline void add(registry& to, std::string name, std::string domain, effect what = effect::read_only,
                fake_tool::body run = echo) {
  (void)to.add(std::make_unique<fake_tool>(std::move(name), std::move(domain), std::move(run), what));
}

/// Finance with four tools, agents with two.
inline std::shared_ptr<registry> small_registry() {
  auto out = std::make_shared<registry>();
  add(*out, "getTransactions", "finance");
  add(*out, "getBudgets", "finance");
  add(*out, "createBudget", "finance", effect::writes);
  add(*out, "deleteBudget", "finance", effect::destructive);
  add(*out, "loadMemory", "agents");
  add(*out, "saveMemory", "agents", effect::writes);
  return out;
}

}  // namespace switchboard::mcp::test
