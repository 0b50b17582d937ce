#include "tools/sql_template.hpp"

#include <catch2/catch.hpp>

namespace switchboard::tools {
namespace {

const std::map<std::string, std::string> types{{"from", "date"}, {"ids", "uuid[]"}, {"name", "text"}};

sql_template parsed(std::string_view text) {
  lexical_fault fault;
  auto out = parse_sql_template(text, types, fault);
  INFO(text << ": " << fault.message);
  REQUIRE(out.has_value());
  return *out;
}

std::string fault_of(std::string_view text) {
  lexical_fault fault;
  const auto out = parse_sql_template(text, types, fault);
  CHECK_FALSE(out.has_value());
  return std::to_string(fault.line) + ": " + fault.message;
}

}  // namespace

TEST_CASE("sql template: names become positions, one for each name, with their casts") {
  const auto t = parsed("SELECT :name, a::text, :from FROM t WHERE id = ANY (:ids) AND n = :name;");
  CHECK(t.main == "SELECT ($1::text), a::text, ($2::date) FROM t WHERE id = ANY (($3::uuid[])) AND n = ($1::text)");
  CHECK(t.positions == std::vector<std::string>{"name", "from", "ids"});
  CHECK(t.verb == "SELECT");
  CHECK(t.with.empty());
}

TEST_CASE("sql template: a colon inside quotes, comments and casts is no parameter") {
  const std::string_view text =
      "SELECT ':name', E'\\':name', \"a:name\", $x$ :name '$x$, U&'d:name', b'1', x::name -- :name '\n"
      "/* :name /* nested */ ' */, '12:30'::time, :name";
  const auto t = parsed(text);
  CHECK(t.positions == std::vector<std::string>{"name"});
  CHECK(
      t.main ==
      "SELECT ':name', E'\\':name', \"a:name\", $x$ :name '$x$, U&'d:name', b'1', x::name , '12:30'::time, ($1::text)");
}

TEST_CASE("sql template: the WITH list is parted from the main statement") {
  const auto t = parsed("WITH a AS (SELECT 1 AS x), b (y) AS MATERIALIZED (SELECT (2)) SELECT x FROM a, b");
  CHECK(t.with == "a AS (SELECT 1 AS x), b (y) AS MATERIALIZED (SELECT (2))");
  CHECK(t.main == "SELECT x FROM a, b");
  CHECK_FALSE(t.recursive);
  const auto r = parsed("with recursive n AS (SELECT 1 UNION ALL SELECT 2) INSERT INTO t SELECT * FROM n returning id");
  CHECK(r.recursive);
  CHECK(r.verb == "INSERT");
  CHECK(r.main == "INSERT INTO t SELECT * FROM n returning id");
}

TEST_CASE("sql template: wraps a statement so that it answers one row of JSON") {
  const auto query = wrap_as_json(parsed("WITH a AS (SELECT :from AS d) SELECT d FROM a"), result_shape::rows, 1000);
  CHECK(query.starts_with("WITH a AS (SELECT ($1::date) AS d), tool_rows AS (SELECT d FROM a) SELECT coalesce("));
  CHECK(query.find("LIMIT ($2::bigint) + 1") != std::string::npos);
  CHECK(query.find("<= 1000 AS fits") != std::string::npos);
  CHECK(wrap_as_json(parsed("WITH RECURSIVE a AS (SELECT 1) SELECT 1"), result_shape::row, 9)
            .starts_with("WITH RECURSIVE a "));
  CHECK(wrap_as_json(parsed("SELECT 1"), result_shape::scalar, 9).starts_with("WITH tool_rows AS (SELECT 1) "));
}

TEST_CASE("sql template: refuses what is not one statement over declared names, and says where") {
  CHECK(fault_of("") == "1: holds no statement");
  CHECK(fault_of("-- only a comment") == "1: holds no statement");
  CHECK(fault_of("SELECT 1;\nDELETE FROM t;") == "1: holds more than one statement");
  CHECK(fault_of("SELECT 1;;") == "1: holds more than one statement");
  CHECK(fault_of("SELECT 1\n  + :other") == "2: :other is not declared");
  CHECK(fault_of("SELECT $1") == "1: write :name, not a numbered parameter");
  CHECK(fault_of("\n\nDROP TABLE t") == "3: must begin with WITH, SELECT, VALUES, INSERT, UPDATE or DELETE");
  CHECK(fault_of("EXPLAIN SELECT 1") == "1: must begin with WITH, SELECT, VALUES, INSERT, UPDATE or DELETE");
  CHECK(fault_of("WITH a AS (SELECT 1)") == "1: must begin with WITH, SELECT, VALUES, INSERT, UPDATE or DELETE");
  CHECK(fault_of("DELETE FROM t WHERE id IN (SELECT 1 returning)") == "1: DELETE needs a RETURNING clause");
  CHECK(fault_of("SELECT Set_Config('switchboard.user_id', '', true)") ==
        "1: set_config would change who the caller is; use the context parameters");
  CHECK(fault_of("SELECT 'open\n") == "2: a quote is not closed");
  CHECK(fault_of("SELECT \"open") == "1: a quote is not closed");
  CHECK(fault_of("SELECT $a$ open $b$") == "1: a dollar quote is not closed");
  CHECK(fault_of("SELECT /* open /* */ ") == "1: a comment is not closed");
  CHECK(fault_of("SELECT (1") == "1: a parenthesis is not closed");
}

}  // namespace switchboard::tools
