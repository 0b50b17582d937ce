// What an operator asks about the tool files: what is there, and does it fit the database.
#pragma once

#include "core/deadline.hpp"
#include "rt/task.hpp"
#include "store/statement_runner.hpp"
#include "tools/tool_file.hpp"

#include <string>
#include <vector>

namespace switchboard::tools {

/// One line a tool (domain, name, effect, title), with the count at the end.
std::string list(const std::vector<tool_file>& files);

/// PREPARE and EXPLAIN of every tool under the application's role: the complaints, one line each, empty when all fit.
/// Ends early when the database cannot be reached. `files` and `runner` outlive the call.
rt::task<std::vector<std::string>> check(const std::vector<tool_file>& files, store::statement_runner& runner,
                                         core::deadline limit);

}  // namespace switchboard::tools
