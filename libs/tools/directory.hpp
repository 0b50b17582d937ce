// The folder of tool files, one subfolder a domain, read once at start.
#pragma once

#include "core/result.hpp"
#include "mcp/registry.hpp"
#include "store/statement_runner.hpp"
#include "tools/tool_file.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace switchboard::tools {

/// Every tool below `folder`, sorted by domain and name. `invalid_field` lists all faults as "domain/name.sql:line:
/// message", one a line in the error's message; an unreadable folder is one too.
core::result<std::vector<tool_file>> load_directory(const std::filesystem::path& folder);

/// The files as tools that run through `runner`, which outlives the registry, and `more` that are no files. `conflict`
/// when two bear the same name.
core::result<std::shared_ptr<const mcp::registry>> make_registry(std::vector<tool_file> files,
                                                                 store::statement_runner& runner,
                                                                 std::vector<std::unique_ptr<mcp::tool>> more = {});

}  // namespace switchboard::tools
