// A SQL script cut into its statements, so that a failure can be told by file and line. The cutting is Postgres's own
// scanner's (libpg_query), which knows dollar quotes, strings and comments.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace switchboard::migrate {

struct sql_statement {
  std::string text;
  std::size_t line = 1;  // of its first word, counted from 1
};

/// Reads and cuts a file. Refuses statements that begin or end a transaction: a revision runs within one.
core::result<std::vector<sql_statement>> read_script(const std::filesystem::path& file);

}  // namespace switchboard::migrate
