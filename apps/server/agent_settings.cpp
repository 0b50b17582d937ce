#include "server/agent_settings.hpp"

#include "core/uuid.hpp"
#include "server/limit_settings.hpp"

#include <filesystem>
#include <fstream>

namespace switchboard::server {

agent::cli_config cli_config_of(const core::settings& s) {
  const auto state = std::filesystem::absolute(s.state_dir);
  agent::cli_config c;
  c.program = s.claude_cli_path;
  c.home = state / "home";
  c.config_dir = state / "claude";
  c.working_directory = state / "work";
  c.hosts.program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "switchboard-agent-host";
  c.hosts.folder = state / "hosts";
  c.hosts.patience = s.agent_patience;
  c.base_url = s.anthropic_base_url;
  c.api_key = s.anthropic_api_key;
  return c;
}

agent::session_limits session_limits_of(const core::settings& s) {
  agent::session_limits l;
  l.silence = s.agent_silence;
  return l;
}

agent::pool_settings pool_settings_of(const core::settings& s) {
  agent::pool_settings p;
  p.max_live = s.max_agents;
  p.start = s.agent_start;
  p.idle = s.agent_idle;
  p.max_waiting = 4 * s.max_agents;
  return p;
}

// Names this installation in agent_runs, whatever its address: kept in the state folder, so that a restarted server
// finds what it left, and another server on the same database never takes it for its own.
core::result<std::string> server_id_of(const core::settings& s) {
  const auto file = std::filesystem::path(s.state_dir) / "server-id";
  std::string id;
  if (std::ifstream in(file); in >> id && core::uuid::parse(id)) return id;
  id = core::uuid::random().str();
  std::ofstream out(file, std::ios::trunc);
  out << id << "\n" << std::flush;
  if (!out) return core::make_field_error("stateDir", "cannot write " + file.string());
  return id;
}

chat::run_settings run_settings_of(const core::settings& s, std::string server_id) {
  chat::run_settings r;
  r.server_id = std::move(server_id);
  r.models = s.models;
  r.max_turns = s.agent_max_turns;
  r.max_thinking_tokens = s.max_thinking_tokens;
  r.permission_mode = s.agent_permission_mode;
  r.run_limit = s.run_limit;
  r.approval_limit = s.approval_limit;
  r.daily_cost_limit = static_cast<std::int64_t>(s.daily_cost_limit_usd * 1e6);
  r.limits = run_limits_of(s);
  return r;
}

}  // namespace switchboard::server
