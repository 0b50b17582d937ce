// What is kept of a call, and that its effect happens once however often it is delivered.
#include "integration/tools/tool_world.hpp"
#include "mcp/registry.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace switchboard {
namespace {

using core::json;

// A world with a run in which calls have a key.
struct run_world : test::tool_world {
  core::conversation_id conversation = core::conversation_id::random();
  core::run_id run_id = core::run_id::random();

  run_world() {
    sql("INSERT INTO agent_conversations (id, workspace_id, user_id, agent_id) VALUES ('" + conversation.str() +
        "', '{workspace}', '{user}', '{agent}')");
    sql("INSERT INTO agent_runs (id, conversation_id, workspace_id, user_id, agent_id, status) VALUES ('" +
        run_id.str() + "', '" + conversation.str() + "', '{workspace}', '{user}', '{agent}', 'running')");
    sql("INSERT INTO categories (workspace_id, name, kind) VALUES ('{workspace}', 'Rent', 'expense')");
  }
  // Every table of the workspace goes with it, but conversations hold their agent.
  ~run_world() { sql("DELETE FROM agent_conversations WHERE workspace_id = '{workspace}'"); }
  run_world(const run_world&) = delete;
  run_world& operator=(const run_world&) = delete;

  mcp::call_context keyed(const std::string& id) {
    auto out = context(member());
    out.conversation = conversation;
    out.run = run_id;
    out.tool_call_id = id;
    return out;
  }
  rt::task<mcp::tool_result> delivered(std::string tool, json arguments, std::string id) {
    co_return co_await tools()->find(tool)->impl->call(keyed(id), std::move(arguments));
  }
  mcp::tool_result deliver(const std::string& tool, const json& arguments, const std::string& id) {
    mcp::tool_result out;
    run([&]() -> rt::task<> { out = co_await delivered(tool, arguments, id); });
    return out;
  }
  json kept(const std::string& id) {
    return json::parse(sql("SELECT row_to_json(t) FROM tool_calls t WHERE tool_call_id = '" + id + "' AND run_id = '" +
                           run_id.str() + "'"));
  }
  std::string budgets() { return sql("SELECT count(*) FROM budgets WHERE workspace_id = '{workspace}'"); }
};

const json rent{{"category", "Rent"}, {"amount", 900}};

}  // namespace

TEST_CASE("tool calls: a call that is delivered again gives its first answer, and its effect is there once") {
  run_world world;
  const auto first = world.deliver("createBudget", rent, "toolu_1");
  REQUIRE_FALSE(first.is_error);
  const auto again = world.deliver("createBudget", rent, "toolu_1");
  CHECK(again.value == first.value);
  CHECK_FALSE(again.is_error);
  CHECK(world.budgets() == "1");
  const auto row = world.kept("toolu_1");
  CHECK(row["outcome"] == "ok");
  CHECK(row["tool_name"] == "createBudget");
  CHECK(row["args"] == rent);
  CHECK(row["result"] == json::parse(first.value.text));
  CHECK(row["result_bytes"] == first.value.text.size());
  CHECK(row["duration_ms"] >= 0);
  CHECK(row["error_message"].is_null());
}

TEST_CASE("tool calls: two deliveries at once have one effect and one answer") {
  using boost::asio::experimental::awaitable_operators::operator&&;
  run_world world;
  mcp::tool_result one;
  mcp::tool_result two;
  world.run([&]() -> rt::task<> {
    auto first = world.delivered("createBudget", rent, "toolu_2");
    auto second = world.delivered("createBudget", rent, "toolu_2");
    auto both = std::move(first) && std::move(second);
    auto done = co_await std::move(both);
    one = std::get<0>(done);
    two = std::get<1>(done);
  });
  CHECK_FALSE(one.is_error);
  CHECK(one.value == two.value);
  CHECK(world.budgets() == "1");
}

TEST_CASE("tool calls: a failed call is kept with its reason and without an effect, and fails alike again") {
  run_world world;
  REQUIRE_FALSE(world.deliver("createBudget", rent, "toolu_3").is_error);
  const auto refused = world.deliver("createBudget", rent, "toolu_4");
  CHECK(refused.is_error);
  const auto row = world.kept("toolu_4");
  CHECK(row["outcome"] == "error");
  CHECK(row["error_message"] == json::parse(refused.value.text)["message"]);
  CHECK(world.budgets() == "1");
  world.sql("DELETE FROM budgets WHERE workspace_id = '{workspace}'");
  CHECK(world.deliver("createBudget", rent, "toolu_4").value == refused.value);
  CHECK(world.budgets() == "0");
}

TEST_CASE("tool calls: what only reads is kept too, and so are arguments that were refused") {
  run_world world;
  CHECK_FALSE(world.deliver("getBudgets", json::object(), "toolu_5").is_error);
  CHECK(world.kept("toolu_5")["outcome"] == "ok");
  CHECK(world.deliver("getTransactions", {{"limit", "many"}, {"unknown", "x"}}, "toolu_6").is_error);
  CHECK(world.kept("toolu_6")["outcome"] == "error");
  CHECK(world.kept("toolu_6")["args"] == json{{"limit", "[invalid]"}});
}

TEST_CASE("tool calls: a call that was begun and never ended is unknown, and is not done again") {
  run_world world;
  world.sql(
      "INSERT INTO tool_calls (workspace_id, user_id, agent_id, conversation_id, run_id, tool_call_id, tool_name, args)"
      " VALUES ('{workspace}', '{user}', '{agent}', '" +
      world.conversation.str() + "', '" + world.run_id.str() + "', 'toolu_7', 'createBudget', '{}')");
  const auto unknown = world.deliver("createBudget", rent, "toolu_7");
  CHECK(unknown.is_error);
  CHECK(json::parse(unknown.value.text)["error"] == "unknown");
  CHECK(world.kept("toolu_7")["outcome"] == "unknown");
  CHECK(world.deliver("createBudget", rent, "toolu_7").value == unknown.value);
  CHECK(world.budgets() == "0");
}

TEST_CASE("tool calls: the id of one tool's call is no key to another's answer") {
  run_world world;
  REQUIRE_FALSE(world.deliver("getBudgets", json::object(), "toolu_8").is_error);
  const auto other = world.deliver("createBudget", rent, "toolu_8");
  CHECK(json::parse(other.value.text)["error"] == "conflict");
  CHECK(world.budgets() == "0");
}

TEST_CASE("tool calls: without a run every call is its own") {
  run_world world;
  const auto before = world.sql("SELECT count(*) FROM tool_calls WHERE workspace_id = '{workspace}'");
  CHECK(before == "0");
  CHECK_FALSE(world.call("createBudget", rent, world.member()).is_error);
  CHECK(world.call("createBudget", rent, world.member()).is_error);
  CHECK(world.sql("SELECT count(*) FROM tool_calls WHERE workspace_id = '{workspace}' AND run_id IS NULL") == "2");
}

}  // namespace switchboard
