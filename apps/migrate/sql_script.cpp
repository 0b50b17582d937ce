#include "migrate/sql_script.hpp"

#include "migrate/revision.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <pg_query.h>
#include <string_view>

namespace switchboard::migrate {
namespace {

struct split_result {
  explicit split_result(const std::string& text) : parts(pg_query_split_with_scanner(text.c_str())) {}
  split_result(const split_result&) = delete;
  split_result& operator=(const split_result&) = delete;
  ~split_result() { pg_query_free_split_result(parts); }
  PgQuerySplitResult parts;
};

// How much of the text is blanks and comments before its first word.
std::size_t blank_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      ++at;
    } else if (text.substr(at, 2) == "--") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const auto end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? text.size() : end + 2;
    } else {
      break;
    }
  }
  return at;
}

bool controls_transaction(std::string_view statement) {
  constexpr std::array<std::string_view, 6> words{"begin", "start", "commit", "end", "rollback", "abort"};
  std::string first;
  for (const char c : statement) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
    first.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return std::ranges::find(words, first) != words.end();
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

}  // namespace

core::result<std::vector<sql_statement>> read_script(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return problem(file.string() + ": cannot be read");
  const split_result result(text);
  const auto& split = result.parts;
  if (split.error != nullptr) {
    const auto offset = static_cast<std::size_t>(std::max(split.error->cursorpos - 1, 0));
    return problem(file.string() + ":" + std::to_string(line_at(text, offset)) + ": " + split.error->message);
  }
  std::vector<sql_statement> statements;
  for (int i = 0; i < split.n_stmts; ++i) {
    const auto start = static_cast<std::size_t>(split.stmts[i]->stmt_location);
    std::string_view statement(text);
    statement = statement.substr(start, static_cast<std::size_t>(split.stmts[i]->stmt_len));
    const auto blank = blank_prefix(statement);
    statement.remove_prefix(blank);
    if (statement.empty()) continue;
    statements.push_back({std::string(statement), line_at(text, start + blank)});
    if (controls_transaction(statement)) {
      return problem(file.string() + ":" + std::to_string(statements.back().line) +
                     ": a revision runs in a transaction of its own: no BEGIN, COMMIT or ROLLBACK");
    }
  }
  return statements;
}

}  // namespace switchboard::migrate
