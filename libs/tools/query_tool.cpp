#include "tools/query_tool.hpp"

#include "core/uuid.hpp"
#include "tools/answers.hpp"
#include "tools/arguments.hpp"
#include "tools/query_checker.hpp"
#include "tools/sql_template.hpp"
#include "tools/sql_tool.hpp"
#include "tools/tool_file.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace switchboard::tools {
namespace {

using kind = store::query_failure::kind;

constexpr std::string_view query_head = R"(-- name: queryDatabase
-- title: Query database
-- description: Runs one SELECT of yours over the workspace's tables and answers its rows. Only for what no other tool
--   answers; call describe_database first for the tables and columns. Rows of other workspaces, or of what the user may
--   not see, do not exist here. Nothing can be changed. Aggregate in SQL rather than fetching rows; amounts are numeric,
--   times in UTC.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- timeout: 5s
-- when_empty: The query found no rows.
-- param sql string min_length=1 max_length=10000: One SELECT statement of PostgreSQL 15.
)";

constexpr std::string_view describe_text = R"(-- name: describeDatabase
-- title: Describe database
-- description: Lists the tables that query_database can read, each with its columns, its foreign keys and what it is for.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- byte_cap: 80000
-- when_empty: There is no such table. Call it without arguments for all of them.
-- param tables array(string) max_items=50 default=[]: Only these tables; all of them if empty.

SELECT c.relname AS "table", obj_description(c.oid, 'pg_class') AS about,
       (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, NULL) || CASE WHEN a.attnotnull THEN '' ELSE ' null' END
                          || coalesce(' (' || col_description(c.oid, a.attnum) || ')', ''), ', ' ORDER BY a.attnum)
          FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           AND has_column_privilege('switchboard_query', c.oid, a.attnum, 'SELECT')) AS columns,
       (SELECT string_agg(DISTINCT pg_get_constraintdef(k.oid), '; ') FROM pg_constraint k
         WHERE k.conrelid = c.oid AND k.contype = 'f') AS "foreignKeys",
       (SELECT string_agg(pg_get_constraintdef(k.oid), '; ') FROM pg_constraint k
         WHERE k.conrelid = c.oid AND k.contype = 'c' AND pg_get_constraintdef(k.oid) LIKE '%= ANY (ARRAY[%') AS choices
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND :workspace_id IS NOT NULL
   AND has_any_column_privilege('switchboard_query', c.oid, 'SELECT') AND (cardinality(:tables) = 0 OR c.relname = ANY (:tables))
 ORDER BY c.relname
)";

std::string why_not(const store::query_failure& failure) {
  switch (failure.why) {
    case kind::invalid:
      return failure.message + " Correct the SQL; describe_database shows tables and columns.";
    case kind::timed_out:
      return "It took longer than 5 s and was stopped. Filter earlier, join on keys, or aggregate less.";
    case kind::forbidden:
      return "The user may not read this workspace. Do not try again; tell the user.";
    case kind::cancelled:
      return "It was cancelled.";
    case kind::unavailable:
      break;
  }
  return "The database cannot run it just now. Try again once in a while, or use another tool.";
}

std::string code_of(kind why) {
  switch (why) {
    case kind::invalid:
      return "invalid_query";
    case kind::timed_out:
      return "timed_out";
    case kind::forbidden:
      return "forbidden";
    case kind::cancelled:
      return "cancelled";
    case kind::unavailable:
      break;
  }
  return "unavailable";
}

tool_header header_of_query() {
  std::vector<file_fault> faults;
  auto header = parse_tool_header(query_head, faults);
  if (!faults.empty()) throw std::logic_error(faults.front().message);
  header.name = "query_database";
  return header;
}

}  // namespace

query_tool::query_tool(store::query_runner& queries, store::statement_runner& calls)
    : header_(header_of_query()),
      description_{header_.name, "database",   header_.title, header_.description, input_schema(header_.parameters),
                   header_.what, header_.again},
      queries_(queries),
      calls_(calls) {}

rt::task<mcp::tool_result> query_tool::answer(const mcp::call_context& context, const core::json& arguments) {
  const auto checked = check_arguments(header_.parameters, arguments);
  if (!checked) co_return failure_answer("invalid_arguments", checked.error().message + ".");
  const auto sql = check_query(checked->at("sql").value_or(""));
  if (!sql) co_return failure_answer("invalid_query", sql.error().message);
  sql_template statement;
  // On lines of its own: a comment at its end must not swallow what follows.
  statement.main = "\n" + *sql + "\n";
  std::vector<std::optional<std::string>> cap{std::to_string(header_.row_cap)};
  auto text = wrap_as_json(statement, header_.shape, header_.byte_cap);
  const auto limit = context.limit.narrowed(header_.timeout);
  const auto outcome =
      co_await queries_.run(*context.tenant, context.workspace, std::move(text), std::move(cap), limit);
  if (const auto* failure = std::get_if<store::query_failure>(&outcome))
    co_return failure_answer(code_of(failure->why), why_not(*failure));
  co_return success_answer(header_, std::get<store::text_row>(outcome), header_.row_cap, *checked);
}

rt::task<mcp::tool_result> query_tool::call(mcp::call_context context, core::json arguments) {
  store::recorded_call what{context.workspace,
                            context.agent,
                            context.conversation,
                            context.run,
                            context.tool_call_id,
                            header_.name,
                            redacted_arguments(header_.parameters, arguments)};
  if (what.tool_call_id.empty()) what.tool_call_id = core::uuid::random().str();
  auto out = co_await answer(context, arguments);
  store::call_answer kept{out.value, out.is_error};
  co_await calls_.record(*context.tenant, std::move(what), std::move(kept), context.limit);
  co_return out;
}

std::vector<std::unique_ptr<mcp::tool>> make_query_tools(store::query_runner& queries, store::statement_runner& calls) {
  std::vector<file_fault> faults;
  auto describe = parse_tool_file("database", "describeDatabase", describe_text, faults);
  if (!describe) throw std::logic_error(faults.front().message);
  describe->header.name = "describe_database";
  describe->description.name = describe->header.name;
  std::vector<std::unique_ptr<mcp::tool>> out;
  out.push_back(std::make_unique<sql_tool>(std::move(*describe), calls));
  out.push_back(std::make_unique<query_tool>(queries, calls));
  return out;
}

}  // namespace switchboard::tools
