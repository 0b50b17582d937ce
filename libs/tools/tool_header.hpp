// The commented head of a tool file: `-- key: value` lines, each continued by lines that are indented by three blanks
// or more after the dashes. The same head serves every kind of tool, whatever its body is.
//
//   -- name: getTransactions
//   -- title: Get transactions
//   -- description: Lists transactions, newest first …
//   --   A second line of the description.
//   -- effect: read_only            (read_only, writes, destructive)
//   -- idempotent: yes              (yes, no; a read_only tool always is)
//   -- result: rows                 (rows, row, scalar)
//   -- row_cap: 200
//   -- timeout: 5s
//   -- when_empty: No transaction matches; widen the dates.
//   -- param limit integer min=1 max=200 default=50: How many rows to return.
//   -- on budgets_category_key: This category has a budget already.
#pragma once

#include "mcp/tool.hpp"
#include "tools/parameter.hpp"
#include "tools/sql_template.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::tools {

struct tool_header {
  std::string name;
  std::string title;
  std::string description;
  mcp::effect what = mcp::effect::read_only;
  mcp::repetition again = mcp::repetition::repeats;
  result_shape shape = result_shape::rows;
  std::size_t row_cap = 100;
  std::size_t byte_cap = 60'000;  // of the JSON; the CLI cuts answers at about 100 KB
  std::chrono::milliseconds timeout{5000};
  std::string when_empty;
  std::vector<parameter> parameters;
  std::map<std::string, std::string> on_constraint;  // what to tell the model when a named constraint refuses
  std::size_t lines = 0;                             // how many lines of the file the head takes
};

/// One complaint about a tool file.
struct file_fault {
  std::size_t line = 1;
  std::string message;
};

/// Reads the head of `text`; complaints are appended to `faults`, and the header holds what could be read.
tool_header parse_tool_header(std::string_view text, std::vector<file_fault>& faults);

}  // namespace switchboard::tools
