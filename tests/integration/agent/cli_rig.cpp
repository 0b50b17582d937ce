#include "cli_rig.hpp"

#include "core/uuid.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace switchboard::test {
namespace {

std::string variable(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

}  // namespace

cli_rig::cli_rig(boost::asio::any_io_executor executor)
    : folder_(std::filesystem::temp_directory_path() / ("real-cli-" + core::uuid::random().str())) {
  std::filesystem::create_directories(folder_);
  process::spawn_spec how;
  how.program = variable("SCRIPTED_MODEL", SWITCHBOARD_BIN_DIR "/switchboard-scripted-model");
  const auto port_file = folder_ / "port";
  how.args = {"--port=0", "--pace-ms=0", "--port-file=" + port_file.string(),
              "--scenarios=" SWITCHBOARD_SOURCE_DIR "/apps/scripted-model/scenarios"};
  how.environment = {{"PATH", "/usr/bin:/bin"}};
  how.working_directory = folder_;
  auto started = process::child::start(std::move(executor), std::move(how));
  if (!started) throw std::runtime_error("the scripted model does not start: " + started.error().detail);
  model_ = std::move(*started);
  if (!eventually([&] { return std::filesystem::exists(port_file); }, std::chrono::seconds(60))) {
    throw std::runtime_error("the scripted model does not listen: " + model_->stderr_tail());
  }
  std::string port;
  std::ifstream(port_file) >> port;
  model_url_ = "http://127.0.0.1:" + port;
}

cli_rig::~cli_rig() {
  model_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

agent::cli_config cli_rig::config() const {
  agent::cli_config c;
  c.program = variable("CLAUDE_CLI_PATH", "");
  if (c.program.empty()) throw std::runtime_error("CLAUDE_CLI_PATH is not set: scripts/install-claude");
  c.home = folder_ / "home";
  c.config_dir = folder_ / "home/.claude";
  c.working_directory = folder_ / "work";
  c.base_url = model_url_;
  c.api_key = core::secret_string("sk-test");
  c.max_retries = 1;
  c.hosts.program = SWITCHBOARD_BIN_DIR "/switchboard-agent-host";
  c.hosts.folder = folder_ / "hosts";
  if (auto made = agent::prepare_folders(c); !made) throw std::runtime_error(made.error().detail);
  return c;
}

agent::session_spec cli_rig::spec() const {
  agent::session_spec s;
  s.model = "claude-sonnet-4-20250514";
  s.system_prompt = "You are Ledger, a finance agent.";
  s.tool_manifest = {R"({"initializeResult":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},)"
                     R"("serverInfo":{"name":"tools","version":"1"}},"toolsListResult":{"tools":[)"
                     R"({"name":"getTransactions","description":"List transactions","inputSchema":{"type":"object",)"
                     R"("properties":{"limit":{"type":"integer"}}},"annotations":{"readOnlyHint":true}},)"
                     R"({"name":"deleteBudget","description":"Delete a budget","inputSchema":{"type":"object",)"
                     R"("properties":{"id":{"type":"integer"}}},"annotations":{"destructiveHint":true}}]}})"};
  s.allowed_tools = {"mcp__tools__getTransactions"};
  s.new_session_id = core::uuid::random().str();
  return s;
}

rt::task<std::unique_ptr<agent::session>> cli_rig::open(agent::session_spec spec) {
  agent::session_limits limits;
  limits.silence = std::chrono::seconds(60);
  agent::cli_session_factory factory(config(), limits);
  auto opened = co_await factory.open(std::move(spec), core::deadline::after(std::chrono::seconds(60)));
  if (!opened) throw std::runtime_error("the CLI does not open: " + opened.error().detail);
  co_return std::move(*opened);
}

}  // namespace switchboard::test
