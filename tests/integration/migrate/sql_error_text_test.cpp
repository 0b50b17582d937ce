#include "migrate/sql_error_text.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::migrate;

TEST_CASE("sql_error_text: keeps the words, the detail and the hint, and leaves the rest") {
  CHECK(error_text("ERROR:  relation \"x\" does not exist\nLINE 3: FROM x\n             ^\n") ==
        "relation \"x\" does not exist");
  CHECK(error_text("ERROR:  no\nDETAIL:  because\nHINT:  try\nCONTEXT:  PL/pgSQL function f() line 2\n") ==
        "no; because; try");
  CHECK(error_text("connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs it running?") ==
        "connection to server at \"127.0.0.1\", port 1 failed: Connection refused");
  CHECK(error_text("FATAL:  password authentication failed") == "password authentication failed");
  CHECK(error_text("").empty());
}

TEST_CASE("sql_error_text: finds the line within the statement, and none within a function's body") {
  CHECK(error_line("ERROR:  a\nLINE 12: SELECT\n") == 12);
  CHECK(error_line("ERROR:  a\n") == 1);
  CHECK(error_line("ERROR:  a\nLINE 9: SELECT\nQUERY:  SELECT 1\nCONTEXT:  PL/pgSQL function\n") == 1);
  CHECK(error_line("ERROR:  a\nLINE x\n") == 1);
}
