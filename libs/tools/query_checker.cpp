#include "tools/query_checker.hpp"

#include "core/json.hpp"
#include "tools/query_allow_list.hpp"

#include <nlohmann/json.hpp>

#include <cctype>
#include <memory>
#include <optional>
#include <pg_query.h>
#include <vector>

namespace switchboard::tools {
namespace {

using core::json;

constexpr std::size_t max_nodes = 4'000;
// The tree's JSON is some thirty times as long as the text.
constexpr core::json_limits tree_limits{1U << 22, 240, core::duplicate_keys::refuse};

struct parsed_query {
  explicit parsed_query(const std::string& sql) : result(pg_query_parse(sql.c_str())) {}
  parsed_query(const parsed_query&) = delete;
  parsed_query& operator=(const parsed_query&) = delete;
  ~parsed_query() { pg_query_free_parse_result(result); }
  PgQueryParseResult result;
};

// The strings of a list of String nodes, as in a qualified name.
std::vector<std::string> names_in(const json& node, const char* field) {
  std::vector<std::string> out;
  if (!node.contains(field)) return out;
  for (const auto& part : node[field]) {
    if (part.contains("String")) out.push_back(part["String"].value("sval", ""));
  }
  return out;
}

// Walks the tree; the first fault stays.
class walker {
 public:
  void visit(const json& node) {
    if (!fault_.empty()) return;
    if (++nodes_ > max_nodes) return refuse("The query is too long. Ask for less at a time.");
    if (node.is_array()) {
      for (const auto& one : node) visit(one);
    } else if (node.is_object()) {
      for (const auto& [key, value] : node.items()) {
        check(key, value);
        visit(value);
      }
    }
  }
  const std::string& fault() const { return fault_; }

 private:
  void refuse(std::string why) {
    if (fault_.empty()) fault_ = std::move(why);
  }

  // Keys that begin with a capital are kinds of nodes; of the others some hold a node whose kind is known.
  void check(const std::string& key, const json& value) {
    if (std::isupper(static_cast<unsigned char>(key.front())) != 0 && !query_may_hold(key)) {
      return refuse("Only one plain SELECT is allowed here; " + key + " is not.");
    }
    if (key == "intoClause") return refuse("SELECT INTO is not allowed; nothing can be stored.");
    if (key == "FuncCall") return check_call(value);
    if (key == "TypeName" || key == "typeName") return check_type(value);
    if (key == "RangeVar") return check_table(value);
    if (key == "A_Expr") return check_operator(value);
    if (key == "ColumnRef") return check_column(names_in(value, "fields"));
    if (key == "A_Indirection") return check_column(names_in(value, "indirection"));
    if (key == "SubLink" && value.value("subLinkType", "") == "ARRAY_SUBLINK")
      return refuse("ARRAY(SELECT …) is not allowed; return rows, or use string_agg.");
    if ((key == "withClause" || key == "WithClause") && value.value("recursive", false))
      return refuse("WITH RECURSIVE is not allowed.");
  }

  void check_call(const json& call) {
    const auto name = names_in(call, "funcname");
    // What the grammar makes of EXTRACT, AT TIME ZONE and the like is qualified, and must not pass the guarded twins
    // by.
    const bool built_in = name.size() == 2 && name[0] == "pg_catalog" && name[1] != "string_agg";
    if (name.empty() || (name.size() != 1 && !built_in) || !query_may_call(name.back())) {
      refuse("The function " + (name.empty() ? std::string("?") : name.back()) +
             " is not allowed. Allowed are the usual aggregates, window, number, text and date functions; "
             "join texts with ||.");
    }
  }

  void check_type(const json& type) {
    const auto name = names_in(type, "names");
    const bool known = name.size() == 1 || (name.size() == 2 && name[0] == "pg_catalog");
    if (!known || !query_may_cast_to(name.back()) || type.value("setof", false)) {
      refuse("The type " + (name.empty() ? std::string("?") : name.back()) + " is not allowed.");
    }
  }

  void check_table(const json& table) {
    const auto schema = table.value("schemaname", "public");
    const auto name = table.value("relname", "");
    if (table.contains("catalogname") || schema != "public" || name.starts_with("pg_"))
      refuse("The table " + name + " is not allowed; describe_database lists those that are.");
  }

  void check_operator(const json& expression) {
    const auto name = names_in(expression, "name");
    if (name.size() != 1) return refuse("An operator with a schema is not allowed.");
    if (name[0] == "||" && ++joins_ > max_text_joins)
      refuse("More than " + std::to_string(max_text_joins) + " || in one query are not allowed.");
  }

  void check_column(const std::vector<std::string>& name) {
    if (!name.empty() && !query_may_read(name.back())) refuse("The column " + name.back() + " is not allowed.");
  }

  std::string fault_;
  std::size_t nodes_ = 0;
  std::size_t joins_ = 0;
};

core::error refused(std::string why) {
  return core::make_error(core::errc::invalid_field, std::move(why));
}

}  // namespace

core::result<std::string> check_query(std::string_view sql) {
  if (sql.size() > max_query_bytes)
    return refused("The query is longer than " + std::to_string(max_query_bytes) + " bytes.");
  if (sql.find('\0') != std::string_view::npos) return refused("The query holds a NUL.");
  const std::string text(sql);
  const parsed_query parsed(text);
  if (parsed.result.error != nullptr) return refused(std::string("It is no SQL: ") + parsed.result.error->message);
  const auto tree = core::parse_json(parsed.result.parse_tree, tree_limits);
  if (!tree) return refused("The query is nested too deeply. Use WITH for its parts, or ask for less at a time.");
  const auto& statements = tree->at("stmts");
  if (statements.size() != 1)
    return refused("Exactly one statement is allowed; this is " + std::to_string(statements.size()) + ".");
  const auto& statement = statements[0].at("stmt");
  if (!statement.contains("SelectStmt")) return refused("Only SELECT is allowed; nothing can be changed with SQL.");
  walker look;
  look.visit(statement);
  if (!look.fault().empty()) return refused(look.fault());
  const auto from = statements[0].value("stmt_location", std::size_t{0});
  const auto length = statements[0].value("stmt_len", std::size_t{0});
  return text.substr(from, length == 0 ? std::string::npos : length);
}

}  // namespace switchboard::tools
