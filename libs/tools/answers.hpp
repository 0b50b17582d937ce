// What a tool's outcome looks like to the model: compact JSON that says what there is, what was cut and what to do
// next.
#pragma once

#include "mcp/tool.hpp"
#include "store/statement_runner.hpp"
#include "tools/arguments.hpp"
#include "tools/tool_header.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace switchboard::tools {

/// {"error": code, "message": message} with is_error.
mcp::tool_result failure_answer(std::string_view code, std::string_view message);

/// A failed statement, in words that never hold SQL, a stack or somebody else's data.
mcp::tool_result failure_answer(const tool_header& header, const store::statement_failure& failure);

/// The one row of a wrapped statement (tools/sql_template.hpp). `cap` is the row cap that was in force, `arguments`
/// what the call was made with.
mcp::tool_result success_answer(const tool_header& header, const store::text_row& row, std::size_t cap,
                                const argument_map& arguments);

}  // namespace switchboard::tools
