// How the Claude CLI is started: a session's spec and the deployment's configuration to a whole spawn_spec. Pure.
//
// Values that come from data are checked and given as --flag=value, so that none can become a flag; the prompt goes
// through stdin. Only the listed variables reach the process. Its working directory is an empty one of ours, and no
// settings file is read from it: such a file can run commands and redirect the API key.
#pragma once

#include "agent/host_process.hpp"
#include "agent/session.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "process/spawn_spec.hpp"

#include <string>

namespace switchboard::agent {

struct cli_config {
  std::string program;            // the native binary
  std::string home;               // HOME of the process
  std::string config_dir;         // CLAUDE_CONFIG_DIR: transcripts are under projects/ in it
  std::string working_directory;  // empty, and ours
  std::string base_url;           // ANTHROPIC_BASE_URL; empty: Anthropic's own
  core::secret_string api_key;
  int max_retries = 4;  // of one API request, by the CLI
  host_config hosts;    // what runs it
};

/// The user that the process will run as, where it matters.
enum class run_as { user, root };

/// `invalid_agent_config` when a value of the spec is not of its form; the detail names it.
core::result<process::spawn_spec> cli_spawn_spec(const cli_config& config, const session_spec& spec, run_as who);

}  // namespace switchboard::agent
