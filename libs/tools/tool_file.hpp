// A tool as its file describes it: db/tools/<domain>/<name>.sql, a head (tools/tool_header.hpp) and one statement with
// named parameters. Parsed once, strictly; what comes out is what tools/list shows and what Postgres prepares.
//
// Beside its own parameters a statement may use what the server knows and no model can choose: :workspace_id,
// :user_id, :agent_id, :conversation_id and :run_id, each a uuid or NULL. A `rows` tool with an integer parameter
// `limit` returns at most that many rows; its statement need not mention it.
#pragma once

#include "mcp/tool.hpp"
#include "store/statement_runner.hpp"
#include "tools/tool_header.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::tools {

struct tool_file {
  tool_header header;
  mcp::tool_description description;
  std::vector<std::string> positions;  // the names at $1, $2, …; after them comes the row cap
  std::shared_ptr<const store::prepared_statement> statement;
};

/// The parameter that lowers the row cap of a `rows` tool.
constexpr std::string_view limit_parameter = "limit";

/// Parses one file's text. `stem` is its name without ".sql", which the tool must bear. Nothing when there are faults.
std::optional<tool_file> parse_tool_file(std::string_view domain, std::string_view stem, std::string_view text,
                                         std::vector<file_fault>& faults);

}  // namespace switchboard::tools
