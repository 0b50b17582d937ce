#include "agent/cli_args.hpp"

#include "core/uuid.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace switchboard::agent {
namespace {

constexpr std::size_t max_word = 256;

bool is_word(const std::string& text, std::string_view others) {
  return !text.empty() && text.size() <= max_word && std::ranges::all_of(text, [&](unsigned char c) {
    return std::isalnum(c) != 0 || others.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

core::error refused(const std::string& what) {
  return core::make_internal(core::errc::invalid_agent_config, "not a valid " + what);
}

core::result<void> check(const session_spec& spec) {
  constexpr std::array modes{"default", "acceptEdits", "bypassPermissions"};
  if (!is_word(spec.model, "-._:/@[]")) return refused("model");
  if (spec.max_turns < 1) return refused("max_turns");
  if (spec.max_thinking_tokens < 0) return refused("max_thinking_tokens");
  if (std::ranges::find(modes, spec.permission_mode) == modes.end()) return refused("permission_mode");
  for (const auto& tool : spec.allowed_tools) {
    if (!is_word(tool, "_-")) return refused("tool name");
  }
  for (const auto& id : {spec.resume_session_id, spec.new_session_id}) {
    if (id && !core::uuid::parse(*id)) return refused("session id");
  }
  return {};
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += ',';
    out += word;
  }
  return out;
}

std::vector<std::string> arguments(const session_spec& spec) {
  std::vector<std::string> args{"--output-format", "stream-json", "--input-format", "stream-json", "--verbose",
                                "--include-partial-messages", "--setting-sources=", "--strict-mcp-config", "--tools",
                                "", "--disallowedTools", "Task",
                                // What a user writes is text to the model: the CLI's own reader of prompts would take
                                // "/model opus" for an order, and "@/etc/passwd" for a file to show.
                                "--disable-slash-commands", "--permission-prompt-tool", "stdio", "--session-mirror"};
  args.push_back("--permission-mode=" + spec.permission_mode);
  args.push_back("--max-thinking-tokens=" + std::to_string(spec.max_thinking_tokens));
  args.push_back("--max-turns=" + std::to_string(spec.max_turns));
  args.push_back("--model=" + spec.model);
  if (!spec.allowed_tools.empty()) args.push_back("--allowedTools=" + joined(spec.allowed_tools));
  if (spec.resume_session_id) {
    args.push_back("--resume=" + *spec.resume_session_id);
  } else if (spec.new_session_id) {
    args.push_back("--session-id=" + *spec.new_session_id);
  }
  return args;
}

}  // namespace

core::result<process::spawn_spec> cli_spawn_spec(const cli_config& config, const session_spec& spec, run_as who) {
  if (auto ok = check(spec); !ok) return ok.error();
  process::spawn_spec out;
  out.program = config.program;
  out.args = arguments(spec);
  out.working_directory = config.working_directory;
  out.environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"},
                     {"HOME", config.home},
                     {"CLAUDE_CONFIG_DIR", config.config_dir},
                     {"CLAUDE_CODE_DISABLE_ATTACHMENTS", "1"},
                     {"CLAUDE_CODE_DISABLE_FILE_MENTIONS", "1"},
                     {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"},
                     {"DISABLE_TELEMETRY", "1"},
                     {"DISABLE_AUTOUPDATER", "1"},
                     {"CLAUDE_CODE_STARTUP_FAILURE_RESULTS", "1"},
                     {"CLAUDE_CODE_MAX_RETRIES", std::to_string(config.max_retries)}};
  if (!config.base_url.empty()) out.environment.emplace_back("ANTHROPIC_BASE_URL", config.base_url);
  if (!config.api_key.empty()) out.environment.emplace_back("ANTHROPIC_API_KEY", config.api_key.reveal());
  // The CLI refuses to bypass permissions as root unless told that this is no one's own machine.
  if (who == run_as::root && spec.permission_mode == "bypassPermissions") {
    out.environment.emplace_back("IS_SANDBOX", "1");
  }
  return out;
}

}  // namespace switchboard::agent
