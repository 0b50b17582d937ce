#include "integration/tools/tool_world.hpp"

#include "mcp/registry.hpp"
#include "rt/runtime.hpp"
#include "store/pg/statement_runner.hpp"
#include "support/test_access.hpp"
#include "tools/directory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <pqxx/nontransaction>

#include <cstdlib>
#include <optional>
#include <stdexcept>

namespace switchboard::test {
namespace {

auth::tenant_context tenant_of(core::user_id id) {
  auth::profile p;
  p.id = id;
  p.email = "tools@test.example";
  return auth::test_access::tenant(std::move(p));
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::string required_env(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set; run scripts/test");
  return value;
}

struct tool_world::state {
  core::workspace_id workspace = core::workspace_id::random();
  core::workspace_id other_workspace = core::workspace_id::random();
  core::agent_id agent = core::agent_id::random();
  auth::tenant_context member = tenant_of(core::user_id::random());
  core::user_id colleague = core::user_id::random();
  auth::tenant_context outsider = tenant_of(core::user_id::random());
  pqxx::connection owner{required_env("TEST_OWNER_DATABASE_URL")};
  rt::runtime runtime{1};
  store::pg::database database{core::secret_string(required_env("TEST_DATABASE_URL")), 3};
  store::pg::statement_runner runner{database};
  std::shared_ptr<const mcp::registry> tools;
};

tool_world::tool_world() : state_(std::make_unique<state>()) {
  auto files = tools::load_directory(SWITCHBOARD_SOURCE_DIR "/db/tools");
  if (!files) throw std::runtime_error(files.error().message);
  state_->tools = tools::make_registry(std::move(*files), state_->runner).value();
  state_->runtime.start();
  sql("INSERT INTO profiles (id, issuer, subject, email, full_name) VALUES"
      " ('{user}', 'test', '{user}', 'ann@test.example', 'Ann Tester'),"
      " ('{colleague}', 'test', '{colleague}', 'bo@test.example', 'Bo Second'),"
      " ('{outsider}', 'test', '{outsider}', 'out@test.example', 'Out Sider');"
      "INSERT INTO workspaces (id, name, created_by) VALUES ('{workspace}', 'Test', '{user}'),"
      " ('{other_workspace}', 'Other', '{outsider}');"
      "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{workspace}', '{user}', 'owner'),"
      " ('{workspace}', '{colleague}', 'member'),"
      " ('{other_workspace}', '{outsider}', 'owner');"
      "INSERT INTO agents (id, workspace_id, name, system_prompt, created_by)"
      " VALUES ('{agent}', '{workspace}', 'Tester', 'Test.', '{user}')");
}

tool_world::~tool_world() {
  state_->runtime.stop();
  sql("DELETE FROM workspaces WHERE id IN ('{workspace}', '{other_workspace}');"
      "DELETE FROM profiles WHERE id IN ('{user}', '{colleague}', '{outsider}')");
}

const auth::tenant_context& tool_world::member() const {
  return state_->member;
}
const auth::tenant_context& tool_world::outsider() const {
  return state_->outsider;
}
core::workspace_id tool_world::workspace() const {
  return state_->workspace;
}
core::workspace_id tool_world::other_workspace() const {
  return state_->other_workspace;
}
core::agent_id tool_world::agent() const {
  return state_->agent;
}
std::shared_ptr<const mcp::registry> tool_world::tools() const {
  return state_->tools;
}
store::statement_runner& tool_world::runner() {
  return state_->runner;
}

std::string tool_world::sql(std::string text) {
  replace_all(text, "{workspace}", state_->workspace.str());
  replace_all(text, "{other_workspace}", state_->other_workspace.str());
  replace_all(text, "{user}", state_->member.user_id().str());
  replace_all(text, "{colleague}", state_->colleague.str());
  replace_all(text, "{outsider}", state_->outsider.user_id().str());
  replace_all(text, "{agent}", state_->agent.str());
  pqxx::nontransaction tx(state_->owner);
  const auto rows = tx.exec(text);
  return rows.empty() || rows[0].empty() ? std::string() : rows[0][0].c_str();
}

mcp::call_context tool_world::context(const auth::tenant_context& who, std::chrono::milliseconds limit) {
  mcp::call_context out;
  out.tenant = &who;
  out.workspace = state_->workspace;
  out.agent = state_->agent;
  out.limit = core::deadline::after(limit);
  return out;
}

mcp::tool_result tool_world::call(std::string_view tool, const core::json& arguments, const auth::tenant_context& who) {
  const auto* found = state_->tools->find(tool);
  if (found == nullptr) throw std::runtime_error("no tool " + std::string(tool));
  mcp::tool_result out;
  run([&]() -> rt::task<> {
    auto answer = found->impl->call(context(who), arguments);
    out = co_await std::move(answer);
  });
  return out;
}

void tool_world::run(std::function<rt::task<>()> make) {
  auto done = boost::asio::co_spawn(state_->runtime.executor(0), make(), boost::asio::use_future);
  if (done.wait_for(std::chrono::seconds(90)) != std::future_status::ready)
    throw std::runtime_error("the task did not end in 90 s");
  done.get();
}

}  // namespace switchboard::test
