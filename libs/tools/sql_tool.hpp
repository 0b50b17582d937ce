// A tool whose body is one SQL statement. Stateless: any number of calls may run at once, each on its caller's shard.
// Every call is kept in tool_calls, in the transaction of its effect (store/statement_runner.hpp).
#pragma once

#include "mcp/tool.hpp"
#include "store/statement_runner.hpp"
#include "tools/tool_file.hpp"

namespace switchboard::tools {

class sql_tool final : public mcp::tool {
 public:
  /// `runner` outlives the tool.
  sql_tool(tool_file file, store::statement_runner& runner) : file_(std::move(file)), runner_(runner) {}

  const mcp::tool_description& description() const noexcept override { return file_.description; }
  const tool_file& file() const noexcept { return file_; }

  /// Compact JSON: {"rows": […], "rowCount": n, "note"?}, {"row": {…}} or {"value": …}. What went wrong is
  /// {"error": code, "message": what to do next} with is_error.
  rt::task<mcp::tool_result> call(mcp::call_context context, core::json arguments) override;

 private:
  tool_file file_;
  store::statement_runner& runner_;
};

}  // namespace switchboard::tools
