#include "agent-host/start_order.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::agent_host {

core::result<start_order> read_start_order(std::string_view json) {
  core::json_limits limits;
  limits.max_bytes = json.size();
  const auto parsed = core::parse_json(json, limits);
  if (!parsed) return parsed.error();
  try {
    start_order out;
    out.agent.program = parsed->at("program").get<std::string>();
    out.agent.args = parsed->at("args").get<std::vector<std::string>>();
    out.agent.environment = parsed->at("environment").get<std::vector<std::pair<std::string, std::string>>>();
    out.agent.working_directory = parsed->at("workingDirectory").get<std::string>();
    out.agent.stderr_tail_bytes = parsed->at("stderrTailBytes").get<std::size_t>();
    out.secret = parsed->at("secret").get<std::string>();
    out.patience = std::chrono::milliseconds(parsed->at("patienceMs").get<std::int64_t>());
    out.spool_bytes = parsed->at("spoolBytes").get<std::uint64_t>();
    return out;
  } catch (const core::json::exception& e) {
    return core::make_internal(core::errc::bad_json, e.what());
  }
}

}  // namespace switchboard::agent_host
