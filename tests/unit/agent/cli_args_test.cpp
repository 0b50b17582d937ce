#include "agent/cli_args.hpp"

#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace switchboard;
using namespace switchboard::agent;

namespace {

cli_config config() {
  cli_config c;
  c.program = "/opt/claude";
  c.home = "/state/home";
  c.config_dir = "/state/claude";
  c.working_directory = "/state/work";
  c.base_url = "http://127.0.0.1:8080";
  c.api_key = core::secret_string("sk-secret");
  c.max_retries = 2;
  return c;
}

session_spec spec() {
  session_spec s;
  s.model = "claude-sonnet-4-20250514";
  s.max_turns = 7;
  s.system_prompt = "PROMPT TEXT";
  return s;
}

std::vector<std::string> args_of(const session_spec& s) {
  auto out = cli_spawn_spec(config(), s, run_as::user);
  REQUIRE(out);
  return out->args;
}

std::map<std::string, std::string> environment_of(const cli_config& c, const session_spec& s, run_as who) {
  auto out = cli_spawn_spec(c, s, who);
  REQUIRE(out);
  return {out->environment.begin(), out->environment.end()};
}

bool has(const std::vector<std::string>& args, const std::string& arg) {
  return std::ranges::find(args, arg) != args.end();
}

core::errc refusal(const session_spec& s) {
  const auto out = cli_spawn_spec(config(), s, run_as::user);
  REQUIRE_FALSE(out);
  return out.error().code;
}

}  // namespace

TEST_CASE("cli args: the whole command line") {
  auto s = spec();
  s.allowed_tools = {"mcp__tools__a", "mcp__tools__b"};
  s.new_session_id = "5f0c0f6e-0000-4000-8000-000000000001";
  CHECK(args_of(s) == std::vector<std::string>{"--output-format",
                                               "stream-json",
                                               "--input-format",
                                               "stream-json",
                                               "--verbose",
                                               "--include-partial-messages",
                                               "--setting-sources=",
                                               "--strict-mcp-config",
                                               "--tools",
                                               "",
                                               "--disallowedTools",
                                               "Task",
                                               "--disable-slash-commands",
                                               "--permission-prompt-tool",
                                               "stdio",
                                               "--session-mirror",
                                               "--permission-mode=default",
                                               "--max-thinking-tokens=4000",
                                               "--max-turns=7",
                                               "--model=claude-sonnet-4-20250514",
                                               "--allowedTools=mcp__tools__a,mcp__tools__b",
                                               "--session-id=5f0c0f6e-0000-4000-8000-000000000001"});
}

TEST_CASE("cli args: a session is resumed or begun, never both") {
  auto s = spec();
  s.new_session_id = "5f0c0f6e-0000-4000-8000-000000000001";
  s.resume_session_id = "5f0c0f6e-0000-4000-8000-000000000002";
  CHECK(has(args_of(s), "--resume=5f0c0f6e-0000-4000-8000-000000000002"));
  CHECK_FALSE(has(args_of(s), "--session-id=5f0c0f6e-0000-4000-8000-000000000001"));
}

TEST_CASE("cli args: the prompt is never on the command line") {
  for (const auto& arg : args_of(spec())) CHECK(arg.find("PROMPT") == std::string::npos);
}

TEST_CASE("cli args: the environment is the listed variables and nothing else") {
  using variables = std::map<std::string, std::string>;
  CHECK(environment_of(config(), spec(), run_as::user) == variables{{"PATH", "/usr/local/bin:/usr/bin:/bin"},
                                                                    {"HOME", "/state/home"},
                                                                    {"CLAUDE_CONFIG_DIR", "/state/claude"},
                                                                    {"ANTHROPIC_BASE_URL", "http://127.0.0.1:8080"},
                                                                    {"ANTHROPIC_API_KEY", "sk-secret"},
                                                                    {"CLAUDE_CODE_DISABLE_ATTACHMENTS", "1"},
                                                                    {"CLAUDE_CODE_DISABLE_FILE_MENTIONS", "1"},
                                                                    {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"},
                                                                    {"DISABLE_TELEMETRY", "1"},
                                                                    {"DISABLE_AUTOUPDATER", "1"},
                                                                    {"CLAUDE_CODE_STARTUP_FAILURE_RESULTS", "1"},
                                                                    {"CLAUDE_CODE_MAX_RETRIES", "2"}});
  auto bare = config();
  bare.base_url.clear();
  bare.api_key = {};
  CHECK_FALSE(environment_of(bare, spec(), run_as::user).contains("ANTHROPIC_BASE_URL"));
  CHECK_FALSE(environment_of(bare, spec(), run_as::user).contains("ANTHROPIC_API_KEY"));
}

TEST_CASE("cli args: only root who bypasses permissions claims a sandbox") {
  auto s = spec();
  CHECK_FALSE(environment_of(config(), s, run_as::root).contains("IS_SANDBOX"));
  s.permission_mode = "bypassPermissions";
  CHECK(environment_of(config(), s, run_as::root).contains("IS_SANDBOX"));
  CHECK_FALSE(environment_of(config(), s, run_as::user).contains("IS_SANDBOX"));
}

TEST_CASE("cli args: values that are not of their form are refused") {
  auto s = spec();
  for (const auto* model : {"", "a b", "x\ny", "--help me", "a;b", "a\"b"}) {
    s.model = model;
    CHECK(refusal(s) == core::errc::invalid_agent_config);
  }
  s = spec();
  s.model = std::string(300, 'a');
  CHECK(refusal(s) == core::errc::invalid_agent_config);
  s = spec();
  s.max_turns = 0;
  CHECK(refusal(s) == core::errc::invalid_agent_config);
  s = spec();
  s.max_thinking_tokens = -1;
  CHECK(refusal(s) == core::errc::invalid_agent_config);
  s = spec();
  s.permission_mode = "plan";
  CHECK(refusal(s) == core::errc::invalid_agent_config);
  s = spec();
  for (const auto* tool : {"", "Bash(rm *)", "a,b", "a b"}) {
    s.allowed_tools = {tool};
    CHECK(refusal(s) == core::errc::invalid_agent_config);
  }
  s = spec();
  s.resume_session_id = "../../etc/passwd";
  CHECK(refusal(s) == core::errc::invalid_agent_config);
  s = spec();
  s.new_session_id = "not a uuid";
  CHECK(refusal(s) == core::errc::invalid_agent_config);
}

TEST_CASE("cli args: every model id in use passes") {
  for (const auto* model : {"sonnet", "claude-sonnet-4-20250514", "claude-opus-5-5", "us.anthropic.claude-3:0",
                            "sonnet[1m]", "arn:aws:bedrock:us-east-1:1:x/y", "claude-3@2024"}) {
    auto s = spec();
    s.model = model;
    CHECK(has(args_of(s), std::string("--model=") + model));
  }
}
