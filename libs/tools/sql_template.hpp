// A tool's statement with its named parameters made positional. It is kept in two parts, its WITH list and its main
// statement, because a statement that writes can be wrapped only as one more member of that list.
#pragma once

#include "tools/sql_lexer.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::tools {

struct sql_template {
  std::string with;  // "a AS (…), b AS (…)", empty without a WITH list
  bool recursive = false;
  std::string main;                    // what follows the WITH list
  std::string verb;                    // its first word, upper case: SELECT, VALUES, INSERT, UPDATE or DELETE
  std::vector<std::string> positions;  // the name at $1, $2, …
};

/// Rewrites `text`. `types` maps every allowed name to its Postgres type. Nothing on a fault, which `fault` describes.
std::optional<sql_template> parse_sql_template(std::string_view text, const std::map<std::string, std::string>& types,
                                               lexical_fault& fault);

/// What a query yields to the model.
enum class result_shape { rows, row, scalar };

/// The statement that is prepared: it answers one row (JSON text, rows shown, rows found), where the rows found stop at
/// one more than the cap. The cap is the last parameter, $n; `max_bytes` bounds the JSON.
std::string wrap_as_json(const sql_template& statement, result_shape shape, std::size_t max_bytes);

}  // namespace switchboard::tools
