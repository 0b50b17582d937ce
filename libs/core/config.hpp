// Settings: environment first, then a JSON file, then defaults (contract section 10). Read once at start; everything
// else gets the values it needs as constructor arguments.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::core {

/// Where a token may come from (contract section 2). Exactly one of the key sources is set.
struct issuer_settings {
  std::string name;  // "demo", "clerk", "supabase"
  std::string iss;
  std::vector<std::string> algorithms;          // out of RS256, ES256, EdDSA, HS256
  std::string audience;                         // empty: not checked
  std::vector<std::string> authorized_parties;  // Clerk's azp; empty: not checked
  std::string jwks_url;
  std::string jwks_file;
  std::string pem_file;
  std::string pem;       // CLERK_JWT_KEY: the key itself
  secret_string secret;  // HS256 only
};

struct settings {
  // Listening
  std::string host = "127.0.0.1";
  std::uint16_t port = 3002;
  std::size_t shards = 0;  // 0: one for each core
  std::vector<std::string> allowed_origins;
  // Postgres
  secret_string database_url;
  secret_string query_database_url;  // the role that runs agents' own SQL; empty: they have none
  std::size_t database_connections = 8;
  std::string database_statements = "prepared";   // or "unnamed": behind a pooler in transaction mode
  std::chrono::seconds event_retention{604'800};  // a run's events are kept this long after its end
  std::chrono::seconds purge_interval{600};       // older ones are deleted this often
  // Tokens
  std::vector<issuer_settings> issuers;
  // Webhooks of identity providers: whsec_…, several while one is being replaced
  secret_string clerk_webhook_secret;
  secret_string supabase_webhook_secret;
  // The agent
  std::string claude_cli_path;
  std::string state_dir = ".local/state";  // the CLI's home, transcripts, sockets, spools
  std::string tools_dir = "db/tools";
  secret_string anthropic_api_key;
  std::string anthropic_base_url;
  std::map<std::string, std::string> models{// short name -> model id
                                            {"sonnet", "claude-sonnet-4-20250514"},
                                            {"opus", "claude-opus-4-20250514"},
                                            {"haiku", "claude-haiku-4-5-20251001"}};
  int agent_max_turns = 10;           // upper bound over the agent's own
  std::string agent_permission_mode;  // empty: as the agent says
  int max_thinking_tokens = 4000;
  std::size_t max_agents = 16;                 // live CLI processes
  std::chrono::seconds agent_idle{300};        // a conversation's process is kept this long after its turn
  std::chrono::seconds agent_patience{900};    // without a server an agent goes on for this long; then it is ended
  std::chrono::seconds agent_silence{120};     // no line from the CLI for this long during a turn: agent_timeout
  std::chrono::seconds agent_start{30};        // for a CLI to be ready: then agent_unavailable
  std::chrono::seconds run_limit{1800};        // a turn's own limit
  std::chrono::seconds approval_limit{600};    // a question to the user: unanswered so long, it is a denial
  std::chrono::seconds shutdown_grace{25};     // SIGTERM: live turns may finish for this long
  std::chrono::milliseconds heartbeat{15000};  // SSE ping
  // Limits
  double requests_per_second = 50;  // of one user, after a burst; 0: no limit
  double request_burst = 200;
  double workspace_requests_per_second = 500;  // of all its members together
  double workspace_request_burst = 2000;
  double address_requests_per_second = 50;  // of one network address that is not signed in
  double address_request_burst = 1000;
  std::vector<std::string> trusted_proxies;  // networks whose X-Forwarded-For is believed
  std::size_t max_streams_per_user = 50;
  int max_runs_per_user = 100;  // under way at once, in one workspace; 0: no limit
  int max_runs_per_workspace = 1000;
  int daily_runs_per_user = 0;  // begun on one UTC day, in one workspace; 0: no limit
  int daily_runs_per_workspace = 0;
  double daily_workspace_cost_limit_usd = 0;  // of one workspace, a UTC day; 0: no limit
  double daily_cost_limit_usd = 0;            // of one user in one workspace, a UTC day; 0: no limit
  // Logs
  std::string log_level = "info";
};

/// Reads an environment variable; nullopt when unset. Injected so that tests need no setenv.
using env_lookup = std::function<std::optional<std::string>(const char*)>;

/// Environment over the JSON text of the config file (empty: none) over defaults. Refuses unknown keys and bad values
/// by name (`invalid_field`, every fault listed).
result<settings> load_settings(const env_lookup& env, std::string_view config_json);

/// What is in force, as indented JSON with secrets masked ("***").
std::string describe(const settings& s);

}  // namespace switchboard::core
