#include "core/config.hpp"

#include "core/json.hpp"
#include "core/log.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <set>

namespace switchboard::core {
namespace {

// Collects faults instead of stopping at the first, so that an operator fixes a file in one go.
struct reader {
  const env_lookup& env;
  const json& file;
  std::set<std::string> known;
  std::vector<field_error> faults;

  void fault(const std::string& field, const std::string& message) { faults.push_back({field, message}); }

  // The raw value of a setting: the environment's text, or the file's JSON value.
  std::optional<json> find(const char* env_name, const std::string& key) {
    known.insert(key);
    if (auto text = env(env_name); text && !text->empty()) return json(*text);
    if (file.contains(key)) return file[key];
    return std::nullopt;
  }

  void text(const char* env_name, const std::string& key, std::string& out) {
    if (auto v = find(env_name, key)) {
      if (v->is_string())
        out = v->get<std::string>();
      else
        fault(key, "must be a string");
    }
  }
  void secret(const char* env_name, const std::string& key, secret_string& out) {
    std::string plain;
    text(env_name, key, plain);
    if (!plain.empty()) out = secret_string(plain);
  }
  template<class Int>
  void integer(const char* env_name, const std::string& key, Int& out, long long low, long long high) {
    auto v = find(env_name, key);
    if (!v) return;
    long long n = low - 1;
    if (v->is_number_integer()) n = v->get<long long>();
    if (v->is_string()) {
      const auto& s = v->get_ref<const std::string&>();
      const auto [end, ec] = std::from_chars(s.data(), s.data() + s.size(), n);
      if (ec != std::errc{} || end != s.data() + s.size()) n = low - 1;
    }
    if (n < low || n > high) {
      fault(key, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    } else {
      out = static_cast<Int>(n);
    }
  }
  void number(const char* env_name, const std::string& key, double& out, double low, double high) {
    auto v = find(env_name, key);
    if (!v) return;
    double n = low - 1;
    if (v->is_number()) n = v->get<double>();
    if (v->is_string()) {
      const auto& s = v->get_ref<const std::string&>();
      const auto [end, ec] = std::from_chars(s.data(), s.data() + s.size(), n);
      if (ec != std::errc{} || end != s.data() + s.size()) n = low - 1;
    }
    if (!(n >= low && n <= high))
      fault(key, "must be a number from 0 to " + std::to_string(static_cast<long>(high)));
    else
      out = n;
  }
  template<class Duration>
  void duration(const char* env_name, const std::string& key, Duration& out, long long low, long long high) {
    long long n = out.count();
    integer(env_name, key, n, low, high);
    out = Duration(n);
  }
  void list(const char* env_name, const std::string& key, std::vector<std::string>& out) {
    auto v = find(env_name, key);
    if (!v) return;
    out.clear();
    if (v->is_string()) {
      const auto s = v->get<std::string>();
      for (std::size_t from = 0; from <= s.size();) {
        auto comma = s.find(',', from);
        if (comma == std::string::npos) comma = s.size();
        auto item = s.substr(from, comma - from);
        item.erase(0, item.find_first_not_of(' '));
        item.erase(item.find_last_not_of(' ') + 1);
        if (!item.empty()) out.push_back(item);
        from = comma + 1;
      }
    } else if (v->is_array()) {
      for (const auto& item : *v) {
        if (item.is_string())
          out.push_back(item.get<std::string>());
        else
          fault(key, "must be a list of strings");
      }
    } else {
      fault(key, "must be a list of strings");
    }
  }
};

const std::set<std::string> issuer_keys{"name",    "iss",      "algorithms", "audience", "authorizedParties",
                                        "jwksUrl", "jwksFile", "pemFile",    "pem",      "secret"};

issuer_settings read_issuer(reader& r, const json& node, const std::string& path) {
  issuer_settings out;
  if (!node.is_object()) {
    r.fault(path, "must be an object");
    return out;
  }
  for (const auto& [key, value] : node.items()) {
    if (!issuer_keys.contains(key)) r.fault(path + "." + key, "is not a setting");
  }
  const auto text = [&](const char* key, std::string& into) {
    if (!node.contains(key)) return;
    if (node[key].is_string())
      into = node[key].get<std::string>();
    else
      r.fault(path + "." + key, "must be a string");
  };
  const auto list = [&](const char* key, std::vector<std::string>& into) {
    if (!node.contains(key)) return;
    if (!node[key].is_array()) {
      r.fault(path + "." + key, "must be a list of strings");
      return;
    }
    for (const auto& item : node[key]) {
      if (item.is_string())
        into.push_back(item.get<std::string>());
      else
        r.fault(path + "." + key, "must be a list of strings");
    }
  };
  std::string secret;
  text("name", out.name);
  text("iss", out.iss);
  list("algorithms", out.algorithms);
  text("audience", out.audience);
  list("authorizedParties", out.authorized_parties);
  text("jwksUrl", out.jwks_url);
  text("jwksFile", out.jwks_file);
  text("pemFile", out.pem_file);
  text("pem", out.pem);
  text("secret", secret);
  out.secret = secret_string(secret);
  return out;
}

void check_issuer(reader& r, const issuer_settings& i, const std::string& path) {
  if (i.iss.empty()) r.fault(path + ".iss", "is required");
  if (i.algorithms.empty()) r.fault(path + ".algorithms", "is required");
  for (const auto& alg : i.algorithms) {
    if (alg != "RS256" && alg != "ES256" && alg != "EdDSA" && alg != "HS256") {
      r.fault(path + ".algorithms", "\"" + alg + "\" is none of RS256, ES256, EdDSA, HS256");
    }
    if (alg == "HS256" && i.secret.empty()) r.fault(path + ".secret", "is required for HS256");
    if (alg != "HS256" && !i.secret.empty()) r.fault(path + ".algorithms", "a shared secret is for HS256 only");
  }
  const int sources = int{!i.jwks_url.empty()} + int{!i.jwks_file.empty()} + int{!i.pem_file.empty()} +
                      int{!i.pem.empty()} + int{!i.secret.empty()};
  if (sources != 1) r.fault(path, "needs exactly one of jwksUrl, jwksFile, pemFile, pem, secret");
}

std::string without_trailing_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

// The vendors' own variables configure their issuer with no file.
void add_vendor_issuers(reader& r, settings& s) {
  std::string supabase_url;
  std::string clerk_issuer;
  std::string clerk_key;
  std::vector<std::string> clerk_parties;
  secret_string supabase_secret;
  r.text("SUPABASE_URL", "supabaseUrl", supabase_url);
  r.secret("SUPABASE_JWT_SECRET", "supabaseJwtSecret", supabase_secret);
  r.text("CLERK_ISSUER", "clerkIssuer", clerk_issuer);
  r.text("CLERK_JWT_KEY", "clerkJwtKey", clerk_key);
  r.list("CLERK_AUTHORIZED_PARTIES", "clerkAuthorizedParties", clerk_parties);
  if (supabase_url.empty() && !supabase_secret.empty()) {
    r.fault("supabaseUrl", "is required with supabaseJwtSecret (SUPABASE_URL)");
  }
  if (!supabase_url.empty()) {
    issuer_settings i;
    i.name = "supabase";
    i.iss = without_trailing_slash(supabase_url) + "/auth/v1";
    i.audience = "authenticated";
    i.algorithms = {"ES256", "RS256", "EdDSA"};
    i.jwks_url = i.iss + "/.well-known/jwks.json";
    s.issuers.push_back(i);
    if (!supabase_secret.empty()) {
      issuer_settings legacy = i;
      legacy.name = "supabase-legacy";
      legacy.algorithms = {"HS256"};
      legacy.jwks_url.clear();
      legacy.secret = supabase_secret;
      s.issuers.push_back(legacy);
    }
  }
  if (!clerk_issuer.empty()) {
    issuer_settings i;
    i.name = "clerk";
    i.iss = without_trailing_slash(clerk_issuer);
    i.algorithms = {"RS256"};
    i.authorized_parties = clerk_parties;
    if (clerk_key.empty())
      i.jwks_url = i.iss + "/.well-known/jwks.json";
    else
      i.pem = clerk_key;
    s.issuers.push_back(i);
  }
}

void read_agent(reader& r, settings& s) {
  r.text("CLAUDE_CLI_PATH", "claudeCliPath", s.claude_cli_path);
  r.text("STATE_DIR", "stateDir", s.state_dir);
  r.text("TOOLS_DIR", "toolsDir", s.tools_dir);
  r.secret("ANTHROPIC_API_KEY", "anthropicApiKey", s.anthropic_api_key);
  r.text("ANTHROPIC_BASE_URL", "anthropicBaseUrl", s.anthropic_base_url);
  r.integer("AGENT_MAX_TURNS", "agentMaxTurns", s.agent_max_turns, 1, 1000);
  r.text("AGENT_PERMISSION_MODE", "agentPermissionMode", s.agent_permission_mode);
  if (const auto& m = s.agent_permission_mode;
      !m.empty() && m != "default" && m != "acceptEdits" && m != "bypassPermissions") {
    r.fault("agentPermissionMode", "must be default, acceptEdits or bypassPermissions");
  }
  r.integer("MAX_THINKING_TOKENS", "maxThinkingTokens", s.max_thinking_tokens, 0, 128000);
  r.integer("MAX_AGENTS", "maxAgents", s.max_agents, 1, 10000);
  r.duration("AGENT_IDLE_SECONDS", "agentIdleSeconds", s.agent_idle, 0, 86400);
  r.duration("AGENT_PATIENCE_SECONDS", "agentPatienceSeconds", s.agent_patience, 1, 86400);
  r.duration("AGENT_SILENCE_SECONDS", "agentSilenceSeconds", s.agent_silence, 1, 3600);
  r.duration("AGENT_START_SECONDS", "agentStartSeconds", s.agent_start, 1, 600);
  r.duration("RUN_LIMIT_SECONDS", "runLimitSeconds", s.run_limit, 1, 86400);
  r.duration("APPROVAL_LIMIT_SECONDS", "approvalLimitSeconds", s.approval_limit, 1, 2592000);
  if (auto models = r.find("MODELS", "models")) {
    json table = *models;
    if (table.is_string()) {
      auto parsed = parse_json(table.get<std::string>());
      table = parsed ? *parsed : json();
    }
    if (!table.is_object())
      r.fault("models", "must be an object of short name to model id");
    else
      for (const auto& [key, value] : table.items()) {
        if (value.is_string())
          s.models[key] = value.get<std::string>();
        else
          r.fault("models." + key, "must be a string");
      }
  }
}

}  // namespace

result<settings> load_settings(const env_lookup& env, std::string_view config_json) {
  json file = json::object();
  if (!config_json.empty()) {
    auto parsed = parse_json(config_json);
    if (!parsed) return make_field_error("config", parsed.error().message);
    if (!parsed->is_object()) return make_field_error("config", "must be a JSON object");
    file = std::move(*parsed);
  }
  settings s;
  reader r{env, file, {}, {}};
  r.text("HOST", "host", s.host);
  r.integer("PORT", "port", s.port, 0, 65535);
  r.integer("SHARDS", "shards", s.shards, 0, 256);
  r.list("ALLOWED_ORIGINS", "allowedOrigins", s.allowed_origins);
  r.secret("DATABASE_URL", "databaseUrl", s.database_url);
  r.secret("QUERY_DATABASE_URL", "queryDatabaseUrl", s.query_database_url);
  r.integer("DATABASE_CONNECTIONS", "databaseConnections", s.database_connections, 1, 500);
  r.text("DATABASE_STATEMENTS", "databaseStatements", s.database_statements);
  if (s.database_statements != "prepared" && s.database_statements != "unnamed") {
    r.fault("databaseStatements", "must be prepared or unnamed");
  }
  r.duration("EVENT_RETENTION_SECONDS", "eventRetentionSeconds", s.event_retention, 60, 315'360'000);
  r.duration("PURGE_INTERVAL_SECONDS", "purgeIntervalSeconds", s.purge_interval, 1, 86400);
  r.duration("SHUTDOWN_GRACE_SECONDS", "shutdownGraceSeconds", s.shutdown_grace, 0, 3600);
  r.duration("HEARTBEAT_MS", "heartbeatMs", s.heartbeat, 50, 60000);
  r.number("REQUESTS_PER_SECOND", "requestsPerSecond", s.requests_per_second, 0, 1e6);
  r.number("REQUEST_BURST", "requestBurst", s.request_burst, 1, 1e6);
  r.number("WORKSPACE_REQUESTS_PER_SECOND", "workspaceRequestsPerSecond", s.workspace_requests_per_second, 0, 1e6);
  r.number("WORKSPACE_REQUEST_BURST", "workspaceRequestBurst", s.workspace_request_burst, 1, 1e6);
  r.number("ADDRESS_REQUESTS_PER_SECOND", "addressRequestsPerSecond", s.address_requests_per_second, 0, 1e6);
  r.number("ADDRESS_REQUEST_BURST", "addressRequestBurst", s.address_request_burst, 1, 1e6);
  r.list("TRUSTED_PROXIES", "trustedProxies", s.trusted_proxies);
  r.integer("MAX_RUNS_PER_USER", "maxRunsPerUser", s.max_runs_per_user, 0, 1'000'000);
  r.integer("MAX_RUNS_PER_WORKSPACE", "maxRunsPerWorkspace", s.max_runs_per_workspace, 0, 1'000'000);
  r.integer("DAILY_RUNS_PER_USER", "dailyRunsPerUser", s.daily_runs_per_user, 0, 1'000'000'000);
  r.integer("DAILY_RUNS_PER_WORKSPACE", "dailyRunsPerWorkspace", s.daily_runs_per_workspace, 0, 1'000'000'000);
  r.number("DAILY_WORKSPACE_COST_LIMIT_USD", "dailyWorkspaceCostLimitUsd", s.daily_workspace_cost_limit_usd, 0, 1e6);
  r.integer("MAX_STREAMS_PER_USER", "maxStreamsPerUser", s.max_streams_per_user, 1, 100000);
  r.number("DAILY_COST_LIMIT_USD", "dailyCostLimitUsd", s.daily_cost_limit_usd, 0, 1e6);
  r.text("LOG_LEVEL", "logLevel", s.log_level);
  if (log::level unused{}; !log::parse_level(s.log_level, unused))
    r.fault("logLevel", "must be debug, info, warn or error");
  r.secret("CLERK_WEBHOOK_SECRET", "clerkWebhookSecret", s.clerk_webhook_secret);
  r.secret("SUPABASE_WEBHOOK_SECRET", "supabaseWebhookSecret", s.supabase_webhook_secret);
  read_agent(r, s);
  r.known.insert("issuers");
  if (file.contains("issuers")) {
    const auto& list = file["issuers"];
    if (!list.is_array())
      r.fault("issuers", "must be a list");
    else
      for (std::size_t i = 0; i < list.size(); ++i)
        s.issuers.push_back(read_issuer(r, list[i], "issuers[" + std::to_string(i) + "]"));
  }
  add_vendor_issuers(r, s);
  for (std::size_t i = 0; i < s.issuers.size(); ++i)
    check_issuer(r, s.issuers[i], "issuers[" + std::to_string(i) + "]");
  for (const auto& [key, value] : file.items()) {
    if (!r.known.contains(key)) r.fault(key, "is not a setting");
  }
  if (s.database_url.empty()) r.fault("databaseUrl", "is required (DATABASE_URL)");
  if (!r.faults.empty()) {
    error e = make_error(errc::invalid_field, r.faults.front().field + ": " + r.faults.front().message);
    e.fields = std::move(r.faults);
    return e;
  }
  return s;
}

std::string describe(const settings& s) {
  const auto mask = [](const secret_string& v) { return v.empty() ? "" : "***"; };
  nlohmann::ordered_json issuers = nlohmann::ordered_json::array();
  for (const auto& i : s.issuers) {
    issuers.push_back({{"name", i.name},
                       {"iss", i.iss},
                       {"algorithms", i.algorithms},
                       {"audience", i.audience},
                       {"authorizedParties", i.authorized_parties},
                       {"jwksUrl", i.jwks_url},
                       {"jwksFile", i.jwks_file},
                       {"pemFile", i.pem_file},
                       {"pem", i.pem.empty() ? "" : "(set)"},
                       {"secret", mask(i.secret)}});
  }
  nlohmann::ordered_json out{{"host", s.host},
                             {"port", s.port},
                             {"shards", s.shards},
                             {"allowedOrigins", s.allowed_origins},
                             {"databaseUrl", mask(s.database_url)},
                             {"queryDatabaseUrl", mask(s.query_database_url)},
                             {"databaseConnections", s.database_connections},
                             {"databaseStatements", s.database_statements},
                             {"eventRetentionSeconds", s.event_retention.count()},
                             {"purgeIntervalSeconds", s.purge_interval.count()},
                             {"issuers", issuers},
                             {"clerkWebhookSecret", mask(s.clerk_webhook_secret)},
                             {"supabaseWebhookSecret", mask(s.supabase_webhook_secret)},
                             {"claudeCliPath", s.claude_cli_path},
                             {"stateDir", s.state_dir},
                             {"toolsDir", s.tools_dir},
                             {"anthropicApiKey", mask(s.anthropic_api_key)},
                             {"anthropicBaseUrl", s.anthropic_base_url},
                             {"models", s.models},
                             {"agentMaxTurns", s.agent_max_turns},
                             {"agentPermissionMode", s.agent_permission_mode},
                             {"maxThinkingTokens", s.max_thinking_tokens},
                             {"maxAgents", s.max_agents},
                             {"agentIdleSeconds", s.agent_idle.count()},
                             {"agentPatienceSeconds", s.agent_patience.count()},
                             {"agentSilenceSeconds", s.agent_silence.count()},
                             {"agentStartSeconds", s.agent_start.count()},
                             {"runLimitSeconds", s.run_limit.count()},
                             {"approvalLimitSeconds", s.approval_limit.count()},
                             {"shutdownGraceSeconds", s.shutdown_grace.count()},
                             {"heartbeatMs", s.heartbeat.count()},
                             {"requestsPerSecond", s.requests_per_second},
                             {"requestBurst", s.request_burst},
                             {"workspaceRequestsPerSecond", s.workspace_requests_per_second},
                             {"workspaceRequestBurst", s.workspace_request_burst},
                             {"addressRequestsPerSecond", s.address_requests_per_second},
                             {"addressRequestBurst", s.address_request_burst},
                             {"trustedProxies", s.trusted_proxies},
                             {"maxStreamsPerUser", s.max_streams_per_user},
                             {"maxRunsPerUser", s.max_runs_per_user},
                             {"maxRunsPerWorkspace", s.max_runs_per_workspace},
                             {"dailyRunsPerUser", s.daily_runs_per_user},
                             {"dailyRunsPerWorkspace", s.daily_runs_per_workspace},
                             {"dailyWorkspaceCostLimitUsd", s.daily_workspace_cost_limit_usd},
                             {"dailyCostLimitUsd", s.daily_cost_limit_usd},
                             {"logLevel", s.log_level}};
  return out.dump(2);
}

}  // namespace switchboard::core
