// A workspace of its own for a test of tools: made in the test database by its owner, seen by the tools as the
// application's role under row-level security, deleted at the end.
#pragma once

#include "core/json.hpp"
#include "core/uuid.hpp"
#include "mcp/tool.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace switchboard::mcp {
class registry;
}
namespace switchboard::store {
class statement_runner;
}

namespace switchboard::test {

class tool_world {
 public:
  tool_world();
  tool_world(const tool_world&) = delete;
  tool_world& operator=(const tool_world&) = delete;
  ~tool_world();

  /// An owner of the workspace, Ann Tester (her colleague is Bo Second); a member of another one.
  const auth::tenant_context& member() const;
  const auth::tenant_context& outsider() const;
  core::workspace_id workspace() const;
  core::workspace_id other_workspace() const;
  core::agent_id agent() const;

  std::shared_ptr<const mcp::registry> tools() const;
  store::statement_runner& runner();

  /// Runs SQL as the owner of all tables; {workspace}, {other_workspace}, {user}, {colleague}, {outsider} and {agent}
  /// stand for their ids. Gives the first value of the first row, "" where there is none.
  std::string sql(std::string text);

  mcp::call_context context(const auth::tenant_context& who,
                            std::chrono::milliseconds limit = std::chrono::seconds(30));
  /// Calls a tool of db/tools.
  mcp::tool_result call(std::string_view tool, const core::json& arguments, const auth::tenant_context& who);
  /// Runs a task to its end on the world's one shard.
  void run(std::function<rt::task<>()> make);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// The environment variable, or a failed test that names it.
std::string required_env(const char* name);

}  // namespace switchboard::test
