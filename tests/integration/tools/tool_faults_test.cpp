// What a tool says when the database is slow, locked, cancelled or gone.
#include "integration/tools/tool_world.hpp"
#include "mcp/control_channel.hpp"
#include "mcp/registry.hpp"
#include "store/pg/statement_runner.hpp"
#include "tools/catalog.hpp"
#include "tools/directory.hpp"
#include "tools/sql_tool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <pqxx/nontransaction>

#include <chrono>
#include <thread>

namespace switchboard {
namespace {

using core::json;
using namespace std::chrono_literals;

tools::tool_file file_of(const std::string& name, const std::string& text) {
  std::vector<tools::file_fault> faults;
  auto out = tools::parse_tool_file("test", name, text, faults);
  for (const auto& fault : faults) UNSCOPED_INFO(fault.line << ": " << fault.message);
  REQUIRE(out.has_value());
  return std::move(*out);
}

std::string head(const std::string& name, const std::string& more) {
  return "-- name: " + name + "\n-- title: Test\n-- description: A test.\n" + more;
}

tools::tool_file sleeper(const std::string& timeout) {
  return file_of("sleeper", head("sleeper", "-- effect: read_only\n-- result: scalar\n-- timeout: " + timeout + "\n") +
                                "\nSELECT 'slept' FROM pg_sleep(20)");
}

json call(test::tool_world& world, mcp::tool& tool, json arguments) {
  mcp::tool_result out;
  world.run([&]() -> rt::task<> {
    auto answer = tool.call(world.context(world.member()), std::move(arguments));
    out = co_await std::move(answer);
  });
  auto parsed = core::parse_json(out.value.text).value();
  CHECK(out.is_error == parsed.contains("error"));
  return parsed;
}

json answer_text(const json& message) {
  return core::parse_json(message.at("result").at("content").at(0).at("text").get<std::string>()).value();
}

std::shared_ptr<const mcp::registry> registry_of(tools::tool_file file, store::statement_runner& runner) {
  std::vector<tools::tool_file> files;
  files.push_back(std::move(file));
  return tools::make_registry(std::move(files), runner).value();
}

mcp::tool_policy unasked() {
  return {"bypassPermissions", {}, {}};
}

bool any_call(const mcp::tool_description&, const std::string&) {
  return true;
}

json call_message(int id, const std::string& tool) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", "tools/call"}, {"params", {{"name", tool}}}};
}

// How many statements sleep now; only their own role sees what backends run.
std::string sleeping() {
  pqxx::connection app(test::required_env("TEST_DATABASE_URL"));
  pqxx::nontransaction tx(app);
  return tx
      .exec(
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)%' AND state = 'active'"
          " AND pid <> pg_backend_pid()")[0][0]
      .c_str();
}

long long elapsed_ms(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since).count();
}

}  // namespace

TEST_CASE("tools: a statement that takes too long is stopped, and the model told to ask for less") {
  test::tool_world world;
  tools::sql_tool tool(sleeper("300ms"), world.runner());
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = call(world, tool, json::object());
  CHECK(answer["error"] == "timed_out");
  CHECK(answer["message"].get<std::string>().find("300 ms") != std::string::npos);
  CHECK(elapsed_ms(begin) < 15'000);
}

TEST_CASE("tools: the run's deadline narrows the statement's") {
  test::tool_world world;
  tools::sql_tool tool(sleeper("60s"), world.runner());
  mcp::tool_result out;
  world.run([&]() -> rt::task<> {
    auto answer = tool.call(world.context(world.member(), 300ms), json::object());
    out = co_await std::move(answer);
  });
  CHECK(core::parse_json(out.value.text).value()["error"] == "timed_out");
}

TEST_CASE("tools: notifications/cancelled stops the statement in the server") {
  test::tool_world world;
  mcp::control_channel channel(registry_of(sleeper("60s"), world.runner()), {"*"}, unasked(), any_call);
  json cancelled;
  const auto begin = std::chrono::steady_clock::now();
  world.run([&]() -> rt::task<> {
    using boost::asio::experimental::awaitable_operators::operator&&;
    auto calling = channel.on_message(call_message(7, "sleeper"), world.context(world.member(), 60s));
    auto cancelling = [&]() -> rt::task<json> {
      while (sleeping() == "0" && elapsed_ms(begin) < 15'000) std::this_thread::sleep_for(10ms);
      json note{{"jsonrpc", "2.0"}, {"method", "notifications/cancelled"}, {"params", {{"requestId", 7}}}};
      auto sent = channel.on_message(std::move(note), world.context(world.member()));
      co_return co_await std::move(sent);
    };
    auto second = cancelling();
    auto both = std::move(calling) && std::move(second);
    auto done = co_await std::move(both);
    cancelled = std::get<0>(done);
  });
  CHECK(cancelled["error"]["code"] == -32800);
  CHECK(elapsed_ms(begin) < 15'000);
  CHECK(sleeping() == "0");
  // The connection is as good as before.
  CHECK(answer_text([&] {
          json out;
          world.run([&]() -> rt::task<> {
            mcp::control_channel all(world.tools(), {"getAccounts"}, unasked(), any_call);
            auto answer = all.on_message(call_message(8, "getAccounts"), world.context(world.member()));
            out = co_await std::move(answer);
          });
          return out;
        }())["rowCount"] == 0);
}

TEST_CASE("tools: a row that somebody else holds gives up after a while, with nothing changed") {
  test::tool_world world;
  world.sql("INSERT INTO categories (workspace_id, name, kind) VALUES ('{workspace}', 'Rent', 'expense')");
  world.sql(
      "INSERT INTO budgets (workspace_id, category_id, name, amount, starts_on) SELECT '{workspace}', id, 'B', 5,"
      " '2026-01-01' FROM categories WHERE workspace_id = '{workspace}'");
  const auto budget = world.sql("SELECT id FROM budgets WHERE workspace_id = '{workspace}'");
  pqxx::connection other(test::required_env("TEST_OWNER_DATABASE_URL"));
  pqxx::nontransaction holder(other);
  holder.exec("BEGIN");
  holder.exec("SELECT FROM budgets WHERE id = '" + budget + "' FOR UPDATE");
  const json arguments{{"budgetId", budget}, {"amount", 9}};
  const auto blocked = world.call("updateBudget", arguments, world.member());
  CHECK(blocked.is_error);
  CHECK(core::parse_json(blocked.value.text).value()["error"] == "busy");
  holder.exec("ROLLBACK");
  CHECK_FALSE(world.call("updateBudget", arguments, world.member()).is_error);
}

TEST_CASE("tools: a read_only tool cannot write, whatever its statement calls") {
  test::tool_world world;
  world.sql("INSERT INTO categories (workspace_id, name, kind) VALUES ('{workspace}', 'Rent', 'expense')");
  tools::sql_tool tool(
      file_of("sneaky", head("sneaky", "-- effect: read_only\n-- result: rows\n") +
                            "\nWITH gone AS (DELETE FROM categories RETURNING name) SELECT * FROM gone"),
      world.runner());
  const auto answer = call(world, tool, json::object());
  CHECK(answer["error"] == "internal");
  CHECK(answer.dump().find("DELETE") == std::string::npos);
  CHECK(world.sql("SELECT count(*) FROM categories WHERE workspace_id = '{workspace}'") == "1");
}

TEST_CASE("tools: answers are cut at their row and byte caps, and say so") {
  test::tool_world world;
  tools::sql_tool rows(file_of("many", head("many", "-- effect: read_only\n-- result: rows\n-- row_cap: 3\n") +
                                           "\nSELECT n FROM generate_series(1, 1000000) n ORDER BY n"),
                       world.runner());
  const auto few = call(world, rows, json::object());
  CHECK(few["rows"] == json::parse(R"([{"n":1},{"n":2},{"n":3}])"));
  CHECK(few["rowCount"] == 3);
  CHECK(few["note"] == "Only the first 3 rows are shown; there are more. Narrow the filters.");

  tools::sql_tool bytes(file_of("wide", head("wide", "-- effect: read_only\n-- result: rows\n-- byte_cap: 1000\n") +
                                            "\nSELECT repeat('x', 300) AS x FROM generate_series(1, 10)"),
                        world.runner());
  const auto narrow = call(world, bytes, json::object());
  CHECK(narrow["rowCount"] == 3);
  CHECK(narrow["note"].get<std::string>().find("3 rows fit") != std::string::npos);

  tools::sql_tool giant(file_of("giant", head("giant", "-- effect: read_only\n-- result: scalar\n-- byte_cap: 1000\n") +
                                             "\nSELECT repeat('x', 3000)"),
                        world.runner());
  CHECK(call(world, giant, json::object())["error"] == "too_large");
}

TEST_CASE("tools: what a function of ours refuses reaches the model in its own words") {
  test::tool_world world;
  tools::sql_tool tool(
      file_of("leaver", head("leaver",
                             "-- effect: destructive\n-- idempotent: yes\n-- result: rows\n"
                             "-- on workspace_members_keep_an_owner: Somebody must own it.\n") +
                            "\nDELETE FROM workspace_members WHERE workspace_id = :workspace_id AND user_id = :user_id"
                            " RETURNING role"),
      world.runner());
  CHECK(call(world, tool, json::object())["error"] == "conflict");
  CHECK(world.sql("SELECT count(*) FROM workspace_members WHERE workspace_id = '{workspace}'") == "2");
}

TEST_CASE("tools: a number that Postgres cannot hold is the model's to mend") {
  test::tool_world world;
  tools::sql_tool tool(file_of("divider", head("divider",
                                               "-- effect: read_only\n-- result: scalar\n"
                                               "-- param by integer min=0: Divisor.\n") +
                                              "\nSELECT 1 / :by AS value"),
                       world.runner());
  CHECK(call(world, tool, {{"by", 1}}) == json::parse(R"({"value":1})"));
  CHECK(call(world, tool, {{"by", 0}})["error"] == "invalid_arguments");
}

TEST_CASE("tools: without Postgres a tool says so, and works again when it is back") {
  test::tool_world world;
  store::pg::database gone(core::secret_string("postgresql://switchboard_app:x@127.0.0.1:1/none"), 1);
  store::pg::statement_runner runner(gone);
  const auto files = tools::load_directory(SWITCHBOARD_SOURCE_DIR "/db/tools").value();
  const auto lost = tools::make_registry(files, runner).value();
  const auto reading = call(world, *lost->find("getAccounts")->impl, json::object());
  CHECK(reading["error"] == "unavailable");
  CHECK(reading["message"].get<std::string>().find("127.0.0.1") == std::string::npos);
  const auto writing = call(world, *lost->find("deleteBudget")->impl, {{"budgetId", core::uuid::random().str()}});
  CHECK(writing["message"].get<std::string>().find("not known whether") != std::string::npos);

  // A backend that dies in the middle, as in a crash.
  CHECK_FALSE(world.call("getAccounts", json::object(), world.member()).is_error);
  tools::sql_tool tool(sleeper("60s"), world.runner());
  std::thread killer([] {
    pqxx::connection admin(test::required_env("TEST_DATABASE_URL"));
    pqxx::nontransaction tx(admin);
    for (int i = 0; i < 1000; ++i) {
      const auto killed = tx.exec(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active'"
          " AND query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()");
      if (!killed.empty()) return;
      std::this_thread::sleep_for(10ms);
    }
  });
  CHECK(call(world, tool, json::object())["error"] == "unavailable");
  killer.join();
  CHECK_FALSE(world.call("getAccounts", json::object(), world.member()).is_error);
}

TEST_CASE("tools: check finds no fault in ours, and names a tool that does not fit the database") {
  test::tool_world world;
  auto files = tools::load_directory(SWITCHBOARD_SOURCE_DIR "/db/tools").value();
  std::vector<std::string> complaints;
  const auto check = [&] {
    world.run([&]() -> rt::task<> {
      auto checking = tools::check(files, world.runner(), core::deadline::after(60s));
      complaints = co_await std::move(checking);
    });
  };
  check();
  for (const auto& complaint : complaints) UNSCOPED_INFO(complaint);
  CHECK(complaints.empty());
  files.clear();
  files.push_back(
      file_of("stale", head("stale", "-- effect: read_only\n-- result: rows\n") + "\nSELECT colour FROM budgets"));
  files.push_back(
      file_of("greedy", head("greedy", "-- effect: read_only\n-- result: rows\n") + "\nSELECT subject FROM profiles"));
  check();
  REQUIRE(complaints.size() == 2);
  CHECK(complaints[0].find("test/stale.sql: ") == 0);
  CHECK(complaints[0].find("colour") != std::string::npos);
  CHECK(complaints[1].find("permission denied") != std::string::npos);
}

}  // namespace switchboard
