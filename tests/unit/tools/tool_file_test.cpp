#include "tools/tool_file.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::tools {
namespace {

constexpr const char* good =
    "-- name: getThings\n"
    "-- title: Get things\n"
    "-- description: Lists things,\n"
    "--   newest first.\n"
    "-- effect: read_only\n"
    "-- result: rows\n"
    "-- row_cap: 20\n"
    "-- timeout: 750ms\n"
    "-- when_empty: No things.\n"
    "-- on things_key: There is one already.\n"
    "-- param search string optional: What to\n"
    "--   look for.\n"
    "-- param limit integer min=1 max=20 default=5: How many.\n"
    "\n"
    "-- A comment of the statement.\n"
    "SELECT name FROM things WHERE workspace_id = :workspace_id AND (:search IS NULL OR name = :search);\n";

std::vector<std::string> faults_of(const std::string& text, std::string_view stem = "getThings") {
  std::vector<file_fault> faults;
  const auto file = parse_tool_file("test", stem, text, faults);
  CHECK(file.has_value() == faults.empty());
  std::vector<std::string> out;
  for (const auto& f : faults) out.push_back(std::to_string(f.line) + ": " + f.message);
  return out;
}

// The good file with one of its texts replaced.
std::string with(std::string_view what, std::string_view replacement) {
  std::string text = good;
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), replacement);
}

std::string only_fault(const std::string& text) {
  const auto faults = faults_of(text);
  INFO(faults.size());
  return faults.size() == 1 ? faults[0] : "not one fault";
}

}  // namespace

TEST_CASE("tool file: head and statement become a description and a prepared statement") {
  std::vector<file_fault> faults;
  const auto file = parse_tool_file("test", "getThings", good, faults);
  REQUIRE(file.has_value());
  CHECK(file->description.name == "getThings");
  CHECK(file->description.domain == "test");
  CHECK(file->description.description == "Lists things, newest first.");
  CHECK(file->description.what == mcp::effect::read_only);
  CHECK(file->description.again == mcp::repetition::idempotent);
  CHECK(file->header.row_cap == 20);
  CHECK(file->header.when_empty == "No things.");
  CHECK(file->header.on_constraint.at("things_key") == "There is one already.");
  CHECK(file->header.parameters[0].description == "What to look for.");
  CHECK(file->positions == std::vector<std::string>{"workspace_id", "search"});
  CHECK(file->statement->timeout == std::chrono::milliseconds(750));
  CHECK(file->statement->access == store::access_mode::read_only);
  CHECK(file->statement->text.find("LIMIT ($3::bigint) + 1") != std::string::npos);
  CHECK(file->statement->name.starts_with("tool_getThings_"));
  const auto schema = core::json::parse(file->description.input_schema.text);
  CHECK(schema["properties"].size() == 2);
}

TEST_CASE("tool file: a changed statement has another name") {
  std::vector<file_fault> faults;
  const auto before = parse_tool_file("test", "getThings", good, faults);
  const auto after = parse_tool_file("test", "getThings", with("SELECT name", "SELECT title"), faults);
  CHECK(before->statement->name != after->statement->name);
}

TEST_CASE("tool file: faults name their line") {
  CHECK(only_fault(with("-- row_cap: 20", "-- row_cap: 0")) == "7: row_cap is a number from 1 to 1000");
  CHECK(only_fault(with("-- timeout: 750ms", "-- timeout: 2m")) == "8: timeout is like 500ms or 5s, at most 60s");
  CHECK(only_fault(with("-- timeout: 750ms", "-- timeout: 61s")) == "8: timeout is like 500ms or 5s, at most 60s");
  CHECK(only_fault(with("-- timeout", "-- time_out")) == "8: has no key 'time_out'");
  CHECK(only_fault(with("-- timeout: 750ms", "-- title: Again")) == "8: title is given twice");
  CHECK(only_fault(with("read_only", "reads")) == "5: effect is read_only, writes or destructive");
  CHECK(only_fault(with("result: rows", "result: table")) == "6: result is rows, row or scalar");
  CHECK(only_fault(with("-- on things_key: There", "-- on things key: There")) ==
        "10: wants '-- on <constraint>: <message>'");
  CHECK(only_fault(with("-- row_cap: 20", "-- just words")) ==
        "7: wants '-- key: value', or three blanks to continue the line before");
  CHECK(only_fault(with("default=5", "default=50")) ==
        "13: parameter 'limit' has a default that must be at most 20 (got 50)");
  CHECK(only_fault(with("-- param limit", "-- param search string optional: Twice.\n-- param limit")) ==
        "13: parameter 'search' is declared twice");
  CHECK(only_fault(with(":search IS NULL", ":serch IS NULL")) == "16: the statement :serch is not declared");
  CHECK(only_fault(with("SELECT name", "TRUNCATE things; SELECT name")) ==
        "16: the statement holds more than one statement");
}

TEST_CASE("tool file: what a head must say") {
  CHECK(only_fault(with("-- title: Get things\n", "")) == "1: the head has no title");
  CHECK(only_fault(with("-- name: getThings", "-- name: getStuff")) ==
        "1: the tool is named getStuff, its file getThings");
  CHECK(faults_of(with("-- name: getThings", "-- name: get_things"), "get_things") ==
        std::vector<std::string>{"1: 'get_things' is no camelCase name"});
  CHECK(only_fault(with("read_only", "destructive")) == "1: a tool that writes says whether it is idempotent");
  CHECK(only_fault(with("max=20 default=5", "default=5")) == "1: parameter 'limit' must be an integer with a max");
  CHECK(only_fault(with(" AND (:search IS NULL OR name = :search)", "")) ==
        "1: parameter 'search' is not used by the statement");
  CHECK(only_fault(with("SELECT name FROM things WHERE", "UPDATE things SET name = '' WHERE")) ==
        "16: the statement UPDATE needs a RETURNING clause");
  CHECK(faults_of("").size() == 6);
}

TEST_CASE("tool file: a read_only tool cannot have a writing main statement") {
  const auto text =
      with("SELECT name FROM things WHERE workspace_id = :workspace_id AND (:search IS NULL OR name = :search);",
           "DELETE FROM things WHERE name = :search RETURNING name");
  CHECK(only_fault(text) == "1: a read_only tool cannot DELETE");
}

TEST_CASE("tool file: a tool of one row says what its absence means") {
  const auto text = with("-- result: rows", "-- result: row");
  const auto no_limit = [&] {
    std::string out = text;
    const auto at = out.find("-- param limit");
    return out.erase(at, out.find('\n', at) - at + 1);
  }();
  CHECK(faults_of(no_limit).empty());
  std::string silent = no_limit;
  const auto at = silent.find("-- when_empty");
  silent.erase(at, silent.find('\n', at) - at + 1);
  CHECK(only_fault(silent) == "1: a tool that answers one row says when_empty");
}

}  // namespace switchboard::tools
