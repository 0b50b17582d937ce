#include "tools/query_checker.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace switchboard::tools {
namespace {

std::string why_not(const std::string& sql) {
  const auto checked = check_query(sql);
  return checked ? std::string() : checked.error().message;
}

}  // namespace

TEST_CASE("query checker: what an analyst writes may run") {
  const std::vector<std::string> fine{
      "SELECT 1",
      "SELECT 1;",
      " ; SELECT 1 -- a comment",
      "SELECT c.name, sum(t.amount) AS total FROM transactions t JOIN categories c ON c.id = t.category_id"
      " WHERE t.date >= date_trunc('month', now()) - interval '3 months' GROUP BY c.name HAVING sum(t.amount) < 0"
      " ORDER BY total LIMIT 10",
      "WITH m AS (SELECT date_trunc('month', date) AS month, sum(amount) AS s FROM transactions GROUP BY 1)"
      " SELECT month, s, s - lag(s) OVER (ORDER BY month) AS change, rank() OVER w FROM m WINDOW w AS (ORDER BY s)",
      "SELECT extract(year FROM created_at AT TIME ZONE 'UTC')::int, trim(lower(name)) || '!' FROM goals",
      "SELECT count(*) FILTER (WHERE status = 'done'), percentile_cont(0.5) WITHIN GROUP (ORDER BY estimate_hours)"
      " FROM tasks WHERE title ILIKE '%a\\_b%' ESCAPE '\\' AND labels && ARRAY['x'] AND due_on BETWEEN '2026-01-01' AND"
      " current_date",
      "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v (n, t) UNION ALL SELECT 3, NULL EXCEPT SELECT 4, 'd'",
      "SELECT d::date FROM generate_series('2026-01-01'::timestamptz, '2026-02-01', '1 day') d",
      "SELECT parts->0->>'text', CASE WHEN EXISTS (SELECT FROM tasks) THEN 1 ELSE coalesce(NULL, 2) END FROM "
      "agent_messages",
      "SELECT u.tag, x.n FROM contacts c, unnest(c.tags) u (tag) CROSS JOIN LATERAL (SELECT length(u.tag) AS n) x",
      "SELECT string_agg(name, ', ' ORDER BY name), greatest(1, 2), make_interval(days => 3) FROM public.projects",
      "SELECT name, grouping(name) FROM projects GROUP BY ROLLUP (name)"};
  for (const auto& sql : fine) {
    INFO(sql);
    CHECK(why_not(sql) == "");
  }
}

TEST_CASE("query checker: only the statement is kept of what stands around it") {
  CHECK(check_query("SELECT 1;").value() == "SELECT 1");
  CHECK(check_query("SELECT ';' AS a ; -- end").value() == "SELECT ';' AS a ");
  CHECK(check_query("SELECT 1 /* x */ -- y").value().starts_with("SELECT 1"));
}

TEST_CASE("query checker: anything but one plain SELECT is refused, with the reason") {
  CHECK(why_not("SELECT 1; SELECT 2") == "Exactly one statement is allowed; this is 2.");
  CHECK(why_not("") == "Exactly one statement is allowed; this is 0.");
  CHECK(why_not("-- nothing") == "Exactly one statement is allowed; this is 0.");
  CHECK(why_not("SELEC 1") == "It is no SQL: syntax error at or near \"SELEC\"");
  CHECK(why_not("DELETE FROM tasks") == "Only SELECT is allowed; nothing can be changed with SQL.");
  CHECK(why_not("SELECT * INTO x FROM tasks") == "SELECT INTO is not allowed; nothing can be stored.");
  CHECK(why_not("SELECT pg_sleep(1)").starts_with("The function pg_sleep is not allowed."));
  CHECK(why_not("SELECT 1::regclass") == "The type regclass is not allowed.");
  CHECK(why_not("SELECT * FROM pg_authid").starts_with("The table pg_authid is not allowed;"));
  CHECK(why_not("SELECT $1").find("ParamRef") != std::string::npos);
  CHECK(why_not(std::string("SELECT 1\0", 9)) == "The query holds a NUL.");
  CHECK(why_not("SELECT '" + std::string(max_query_bytes, 'x') + "'") == "The query is longer than 10000 bytes.");
  CHECK(why_not("SELECT " + std::string(3000, '(') + "1" + std::string(3000, ')')) == "");
  std::string deep = "1";
  for (int i = 0; i < 900; ++i) deep += "+(1";
  CHECK(why_not("SELECT " + deep + std::string(900, ')')) != "");
  std::string joined = "SELECT ''";
  for (std::size_t i = 0; i < max_text_joins; ++i) joined += "||''";
  CHECK(why_not(joined) == "");
  CHECK(why_not(joined + "||''") == "More than 16 || in one query are not allowed.");
}

TEST_CASE("query checker: no spelling gets a word past the list") {
  const std::vector<std::string> tricks{"SELECT \"pg_sleep\"(1)",
                                        "SELECT U&\"pg\\005fsleep\"(1)",
                                        "SELECT pg_catalog.pg_sleep(1)",
                                        "SELECT postgres.pg_catalog.pg_sleep(1)",
                                        "SELECT pg_catalog.string_agg(name, '') FROM tasks",
                                        "SELECT app.sign_query(NULL)",
                                        "SELECT query.join_text('a', 'b')",
                                        "SELECT 'a' OPERATOR(pg_catalog.||) 'b'",
                                        "SELECT t.json_agg FROM tasks t",
                                        "SELECT (t).json_agg FROM tasks t",
                                        "SELECT (SELECT t).array_agg FROM tasks t",
                                        "SELECT 'pg_authid'::pg_catalog.regclass",
                                        "SELECT CAST('x' AS app.secret)",
                                        "SELECT 'x'::char(10485760)",
                                        "SELECT B'1'::bit(80000000)",
                                        "SELECT ctid FROM tasks",
                                        "SELECT t.xmin FROM tasks t",
                                        "SELECT * FROM information_schema.tables",
                                        "SELECT * FROM \"pg_settings\"",
                                        "SELECT * FROM other.public.tasks",
                                        "SELECT * FROM pg_ls_dir('/')",
                                        "SELECT * FROM ROWS FROM (pg_ls_dir('/'))",
                                        "SELECT ARRAY(SELECT name FROM tasks)",
                                        "SELECT * FROM tasks FOR UPDATE",
                                        "TABLE tasks FOR SHARE",
                                        "SELECT * FROM tasks TABLESAMPLE system (1)",
                                        "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT * FROM r",
                                        "WITH d AS (DELETE FROM tasks RETURNING *) SELECT * FROM d",
                                        "SELECT * FROM xmltable('/' PASSING '<a/>' COLUMNS a text)",
                                        "SELECT xmlelement(name a)",
                                        "EXPLAIN ANALYZE SELECT 1",
                                        "VALUES (pg_sleep(1))",
                                        "SELECT 1 ORDER BY pg_sleep(1)",
                                        "SELECT count(*) FILTER (WHERE pg_sleep(1) IS NULL)",
                                        "SELECT sum(1) OVER (PARTITION BY pg_sleep(1))",
                                        "SELECT 1 LIMIT (SELECT pg_sleep(1))",
                                        "SELECT CASE WHEN true THEN pg_sleep(1) END",
                                        "SELECT 1 GROUP BY ROLLUP (pg_sleep(1))",
                                        "SELECT * FROM tasks t JOIN LATERAL (SELECT pg_sleep(1)) s ON true"};
  for (const auto& sql : tricks) {
    INFO(sql);
    CHECK(why_not(sql) != "");
  }
}

}  // namespace switchboard::tools
