// The two tools of SQL of an agent's own: describe_database, so that it writes good SQL, and query_database, which runs
// one checked SELECT.
#pragma once

#include "mcp/tool.hpp"
#include "store/query_runner.hpp"
#include "store/statement_runner.hpp"
#include "tools/tool_header.hpp"

#include <memory>
#include <vector>

namespace switchboard::tools {

class query_tool final : public mcp::tool {
 public:
  /// Both outlive the tool; `calls` keeps the audit.
  query_tool(store::query_runner& queries, store::statement_runner& calls);

  const mcp::tool_description& description() const noexcept override { return description_; }

  /// {"rows": […], "rowCount": n, "note"?} as other tools, or {"error", "message"}.
  rt::task<mcp::tool_result> call(mcp::call_context context, core::json arguments) override;

 private:
  rt::task<mcp::tool_result> answer(const mcp::call_context& context, const core::json& arguments);

  tool_header header_;
  mcp::tool_description description_;
  store::query_runner& queries_;
  store::statement_runner& calls_;
};

/// Both, in domain "database".
std::vector<std::unique_ptr<mcp::tool>> make_query_tools(store::query_runner& queries, store::statement_runner& calls);

}  // namespace switchboard::tools
