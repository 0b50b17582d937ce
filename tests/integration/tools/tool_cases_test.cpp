// Every tool against real rows under row-level security. The cases are data: cases/<domain>.sql makes the rows of a
// fresh workspace where there are any, cases/<domain>.json holds calls in order:
//   {"tool", "args", "expect": a subset of the answer, "save": {"name": "/pointer/into/the/answer"}}
// A string argument "$name" is a saved value. "expect" matches objects by the members that it names and arrays item by
// item; {"$contains": "text"} matches inside a string, {"$any": true} anything.
#include "integration/tools/tool_world.hpp"
#include "mcp/registry.hpp"
#include "tools/sql_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

namespace switchboard {
namespace {

using core::json;
namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path);
  REQUIRE(in.good());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// What differs, as a path and a reason; empty when `actual` holds all that is expected.
std::string difference(const json& expected, const json& actual, const std::string& path) {
  if (expected.is_object() && expected.contains("$any")) return {};
  if (expected.is_object() && expected.contains("$contains")) {
    const bool found = actual.is_string() &&
                       actual.get<std::string>().find(expected["$contains"].get<std::string>()) != std::string::npos;
    return found ? std::string() : path + " is " + actual.dump();
  }
  if (expected.is_object() && actual.is_object()) {
    for (const auto& [name, value] : expected.items()) {
      if (!actual.contains(name)) return path + "/" + name + " is missing";
      if (auto why = difference(value, actual[name], path + "/" + name); !why.empty()) return why;
    }
    return {};
  }
  if (expected.is_array() && actual.is_array()) {
    if (expected.size() != actual.size()) return path + " has " + std::to_string(actual.size()) + " items";
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (auto why = difference(expected[i], actual[i], path + "/" + std::to_string(i)); !why.empty()) return why;
    }
    return {};
  }
  return expected == actual ? std::string() : path + " is " + actual.dump() + ", not " + expected.dump();
}

void fill_in(json& value, const std::map<std::string, json>& saved) {
  if (value.is_string() && value.get<std::string>().starts_with('$')) {
    value = saved.at(value.get<std::string>().substr(1));
  } else if (value.is_structured()) {
    for (auto& item : value) fill_in(item, saved);
  }
}

// Runs a domain's cases as a member; gives them back with their arguments filled in, in `done`.
void run_cases(test::tool_world& world, const std::string& domain, std::vector<json>& done) {
  const fs::path folder = SWITCHBOARD_SOURCE_DIR "/tests/integration/tools/cases";
  if (fs::exists(folder / (domain + ".sql"))) world.sql(read_file(folder / (domain + ".sql")));
  std::map<std::string, json> saved{{"agent", world.agent().str()}, {"user", world.member().user_id().str()}};
  const auto cases = core::parse_json(read_file(folder / (domain + ".json")));
  INFO("cases of " << domain << (cases ? "" : ": " + cases.error().message));
  REQUIRE(cases.has_value());
  for (auto one : *cases) {
    fill_in(one["args"], saved);
    fill_in(one["expect"], saved);
    const auto answer = world.call(one["tool"].get<std::string>(), one["args"], world.member());
    INFO(one.dump() << "\nanswered " << answer.value.text);
    const auto parsed = core::parse_json(answer.value.text);
    REQUIRE(parsed.has_value());
    CHECK(answer.is_error == one["expect"].contains("error"));
    CHECK(difference(one["expect"], *parsed, "") == "");
    if (one.contains("save")) {
      for (const auto& [name, pointer] : one["save"].items()) {
        saved[name] = parsed->at(json::json_pointer(pointer.get<std::string>()));
      }
    }
    done.push_back(std::move(one));
  }
}

std::vector<std::string> domains() {
  std::set<std::string> out;
  for (const auto& entry : fs::directory_iterator(SWITCHBOARD_SOURCE_DIR "/db/tools")) {
    if (entry.is_directory()) out.insert(entry.path().filename().string());
  }
  return {out.begin(), out.end()};
}

// How many rows of its workspace there are in all tenant tables, as the owner sees them.
std::string workspace_fingerprint(test::tool_world& world) {
  return world.sql(
      "SELECT string_agg(n || '=' || hash, ' ' ORDER BY n) FROM (SELECT c.table_name AS n, (xpath('/row/h/text()',"
      " query_to_xml(format('SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '''')) AS h FROM %I t"
      " WHERE workspace_id = %L', c.table_name, '{workspace}'), false, true, '')))[1]::text AS hash"
      " FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name)"
      " WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND b.table_type = 'BASE TABLE') x");
}

}  // namespace

TEST_CASE("tools: every tool does what its case says, with real rows") {
  std::set<std::string> covered;
  std::map<std::string, std::size_t> counts;
  std::size_t total = 0;
  for (const auto& domain : domains()) {
    test::tool_world world;
    std::vector<json> done;
    run_cases(world, domain, done);
    for (const auto& one : done) covered.insert(one["tool"].get<std::string>());
    for (const auto* tool : world.tools()->allowed({domain + ".*"})) {
      INFO("no case calls " << tool->impl->description().name);
      CHECK(covered.contains(tool->impl->description().name));
      ++counts[domain];
      ++total;
    }
  }
  for (const auto& [domain, count] : counts) std::cout << domain << ": " << count << " tools\n";
  std::cout << "tools: " << total << ", with tests: " << covered.size() << '\n';
  CHECK(covered.size() == total);
}

TEST_CASE("tools: 291 in eight domains, and every name that seed 003 gives is among them") {
  const std::map<std::string, std::vector<std::string>> named{{"finance", {"getTransactions", "createBudget"}},
                                                              {"crm", {"searchContacts", "updateDeal"}},
                                                              {"team", {"sendMessage", "createChannel"}},
                                                              {"projects", {"createTask", "updateProject"}},
                                                              {"knowledge", {"createPage", "searchKnowledge"}},
                                                              {"communications", {"sendSMS", "initiateCall"}},
                                                              {"goals", {"trackKPI", "updateGoal"}},
                                                              {"agents", {"saveMemory", "loadMemory"}}};
  test::tool_world world;
  std::size_t total = 0;
  for (const auto& [domain, names] : named) {
    total += world.tools()->allowed({domain + ".*"}).size();
    for (const auto& name : names) {
      INFO(name);
      const auto* tool = world.tools()->find(name);
      REQUIRE(tool != nullptr);
      CHECK(tool->impl->description().domain == domain);
    }
  }
  CHECK(domains().size() == named.size());
  CHECK(total == 291);
}

TEST_CASE("tools: a member of another workspace gets nothing out of any tool, and changes nothing") {
  for (const auto& domain : domains()) {
    test::tool_world world;
    std::vector<json> done;
    run_cases(world, domain, done);
    const auto before = workspace_fingerprint(world);
    REQUIRE(before.size() > 100);
    for (const auto& one : done) {
      const auto answer = world.call(one["tool"].get<std::string>(), one["args"], world.outsider());
      INFO(one.dump() << "\nanswered " << answer.value.text);
      if (answer.is_error) continue;
      const auto parsed = core::parse_json(answer.value.text);
      REQUIRE(parsed.has_value());
      CHECK(parsed->value("rowCount", 1) == 0);
    }
    CHECK(workspace_fingerprint(world) == before);
  }
}

}  // namespace switchboard
