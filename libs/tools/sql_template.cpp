#include "tools/sql_template.hpp"

#include <algorithm>
#include <cctype>

namespace switchboard::tools {
namespace {

using kind = sql_token::kind;

std::string upper(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

bool is_word(const sql_token& token, std::string_view keyword) {
  return token.what == kind::word && upper(token.text) == keyword;
}

bool begins_statement(const sql_token& token) {
  static constexpr std::string_view verbs[] = {"SELECT", "VALUES", "INSERT", "UPDATE", "DELETE"};
  return token.what == kind::word && std::ranges::find(verbs, upper(token.text)) != std::end(verbs);
}

// Writes tokens back as text, parameters as casts of their positions.
class writer {
 public:
  writer(const std::map<std::string, std::string>& types, std::vector<std::string>& positions)
      : types_(types), positions_(positions) {}

  std::string write(const sql_token* begin, const sql_token* end) {
    std::string out;
    for (const auto* token = begin; token != end; ++token) {
      if (token->spaced && !out.empty()) out += ' ';
      out += token->what == kind::parameter ? position(token->text) : token->text;
    }
    return out;
  }

 private:
  std::string position(const std::string& name) {
    auto found = std::ranges::find(positions_, name);
    if (found == positions_.end()) found = positions_.insert(found, name);
    return "($" + std::to_string(found - positions_.begin() + 1) + "::" + types_.at(name) + ")";
  }

  const std::map<std::string, std::string>& types_;
  std::vector<std::string>& positions_;
};

std::optional<lexical_fault> find_fault(const std::vector<sql_token>& tokens,
                                        const std::map<std::string, std::string>& types) {
  if (tokens.empty()) return lexical_fault{1, "holds no statement"};
  for (const auto& token : tokens) {
    if (token.what == kind::parameter && !types.contains(token.text))
      return lexical_fault{token.line, ":" + token.text + " is not declared"};
    if (token.what == kind::semicolon && &token != &tokens.back())
      return lexical_fault{token.line, "holds more than one statement"};
    if (is_word(token, "SET_CONFIG"))
      return lexical_fault{token.line, "set_config would change who the caller is; use the context parameters"};
  }
  return std::nullopt;
}

// A writing statement must hand back its rows, or there is nothing to tell the model.
bool returns_rows(const sql_token* begin, const sql_token* end) {
  return std::any_of(begin, end, [](const auto& token) { return token.depth == 0 && is_word(token, "RETURNING"); });
}

}  // namespace

std::optional<sql_template> parse_sql_template(std::string_view text, const std::map<std::string, std::string>& types,
                                               lexical_fault& fault) {
  auto tokens = tokenize_sql(text, fault);
  if (!fault.message.empty()) return std::nullopt;
  if (auto found = find_fault(tokens, types)) {
    fault = std::move(*found);
    return std::nullopt;
  }
  if (tokens.back().what == kind::semicolon) tokens.pop_back();
  const auto* begin = tokens.data();
  const auto* end = begin + tokens.size();
  const auto* main = std::find_if(begin, end, [](const auto& t) { return t.depth == 0 && begins_statement(t); });
  const bool has_with = begin != end && is_word(*begin, "WITH");
  if (main == end || (main != begin && !has_with)) {
    fault = {begin == end ? 1 : begin->line, "must begin with WITH, SELECT, VALUES, INSERT, UPDATE or DELETE"};
    return std::nullopt;
  }
  sql_template out;
  out.verb = upper(main->text);
  if (out.verb != "SELECT" && out.verb != "VALUES" && !returns_rows(main, end)) {
    fault = {main->line, out.verb + " needs a RETURNING clause"};
    return std::nullopt;
  }
  writer rewrite(types, out.positions);
  if (has_with) {
    out.recursive = is_word(begin[1], "RECURSIVE");
    out.with = rewrite.write(begin + (out.recursive ? 2 : 1), main);
  }
  out.main = rewrite.write(main, end);
  return out;
}

std::string wrap_as_json(const sql_template& statement, result_shape shape, std::size_t max_bytes) {
  const auto cap = "($" + std::to_string(statement.positions.size() + 1) + "::bigint)";
  const std::string as_json = shape == result_shape::scalar
                                  ? "(SELECT e.value::text FROM json_each(row_to_json(q)) e LIMIT 1)"
                                  : "row_to_json(q)::text";
  std::string out = statement.recursive ? "WITH RECURSIVE " : "WITH ";
  if (!statement.with.empty()) out += statement.with + ", ";
  out += "tool_rows AS (" + statement.main + ") ";
  out +=
      "SELECT coalesce(string_agg(c.r, ',' ORDER BY c.n) FILTER (WHERE c.fits), ''),"
      " count(*) FILTER (WHERE c.fits), count(*) FROM (SELECT b.r, b.n, b.n <= " +
      cap + " AND sum(octet_length(b.r)) OVER (ORDER BY b.n) <= " + std::to_string(max_bytes) +
      " AS fits FROM (SELECT " + as_json + " AS r, row_number() OVER () AS n FROM (SELECT * FROM tool_rows LIMIT " +
      cap + " + 1) q) b) c";
  return out;
}

}  // namespace switchboard::tools
