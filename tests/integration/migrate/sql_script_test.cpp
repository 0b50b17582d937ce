#include "migrate/sql_script.hpp"

#include "scratch_folder.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::migrate;

namespace {

std::vector<sql_statement> cut(const std::string& sql) {
  const scratch_folder folder;
  const auto script = read_script(folder.write("a.sql", sql));
  REQUIRE(script.has_value());
  return *script;
}

std::string refusal(const std::string& sql) {
  const scratch_folder folder;
  const auto script = read_script(folder.write("a.sql", sql));
  REQUIRE(script.has_error());
  return script.error().message.substr(script.error().message.find("a.sql"));
}

}  // namespace

TEST_CASE("sql_script: cuts at semicolons that end statements, and at no others") {
  const auto script =
      cut("SELECT ';';\n"
          "-- a; comment\n"
          "/* another; one */ CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $body$ SELECT ';'; $body$;\n"
          "\n"
          "SELECT \"odd;name\"\n"
          "  FROM t");
  REQUIRE(script.size() == 3);
  CHECK(script[0].text == "SELECT ';'");
  CHECK(script[0].line == 1);
  CHECK(script[1].text == "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $body$ SELECT ';'; $body$");
  CHECK(script[1].line == 3);
  CHECK(script[2].text == "SELECT \"odd;name\"\n  FROM t");
  CHECK(script[2].line == 5);
}

TEST_CASE("sql_script: a file of comments alone has no statements") {
  CHECK(cut("").empty());
  CHECK(cut("-- revision: 0001\n-- down_revision: none\n").empty());
  CHECK(cut("/* nothing */ ;\n;").empty());
}

TEST_CASE("sql_script: text beyond ASCII does not shift the cuts") {
  const auto script = cut("COMMENT ON TABLE a IS 'größer 📋';\nSELECT 'é';\n");
  REQUIRE(script.size() == 2);
  CHECK(script[1].text == "SELECT 'é'");
  CHECK(script[1].line == 2);
}

TEST_CASE("sql_script: refuses statements that begin or end a transaction, whatever their case") {
  for (const auto* word : {"BEGIN", "begin work", "Start Transaction", "COMMIT", "END", "rollback", "ABORT"}) {
    CAPTURE(word);
    CHECK(refusal("SELECT 1;\n\n" + std::string(word) + ";").starts_with("a.sql:3: a revision runs in a transaction"));
  }
  CHECK(cut("SELECT 1; SAVEPOINT a; -- commit\n SELECT 'rollback';").size() == 3);
}

TEST_CASE("sql_script: tells the line of what cannot be scanned") {
  CHECK(refusal("SELECT 1;\nSELECT 'open").starts_with("a.sql:2: unterminated quoted string"));
  CHECK(refusal("DO $$\nBEGIN\nEND").starts_with("a.sql:1: unterminated dollar-quoted string"));
}

TEST_CASE("sql_script: a missing file is an error that names it") {
  const auto script = read_script("/nowhere/b.sql");
  REQUIRE(script.has_error());
  CHECK(script.error().message == "/nowhere/b.sql: cannot be read");
}
