#include "server/wiring.hpp"

#include "agent/cli_session_factory.hpp"
#include "agent/left_host.hpp"
#include "agent/session_pool.hpp"
#include "agent/state_lock.hpp"
#include "agent/transcript.hpp"
#include "api/error_reply.hpp"
#include "api/metrics.hpp"
#include "auth/authenticator.hpp"
#include "auth/issuer.hpp"
#include "chat/approval_service.hpp"
#include "chat/retention.hpp"
#include "chat/run_service.hpp"
#include "core/log.hpp"
#include "core/uuid.hpp"
#include "http/client.hpp"
#include "http/middleware/security_headers.hpp"
#include "http/server.hpp"
#include "rt/timer.hpp"
#include "server/agent_settings.hpp"
#include "server/limit_settings.hpp"
#include "server/routes.hpp"
#include "server/webhook_senders.hpp"
#include "store/pg/agent_repository.hpp"
#include "store/pg/approval_repository.hpp"
#include "store/pg/catalog_repository.hpp"
#include "store/pg/chat_repository.hpp"
#include "store/pg/conversation_repository.hpp"
#include "store/pg/directory_repository.hpp"
#include "store/pg/identity_repository.hpp"
#include "store/pg/memory_repository.hpp"
#include "store/pg/operator_repository.hpp"
#include "store/pg/profile_directory.hpp"
#include "store/pg/query_runner.hpp"
#include "store/pg/rate_ledger.hpp"
#include "store/pg/retention_repository.hpp"
#include "store/pg/rule_repository.hpp"
#include "store/pg/skill_repository.hpp"
#include "store/pg/statement_runner.hpp"
#include "store/pg/tool_access_repository.hpp"
#include "store/pg/usage_repository.hpp"
#include "store/pg/workspace_repository.hpp"
#include "tools/directory.hpp"
#include "tools/query_tool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <filesystem>
#include <fstream>
#include <utility>

namespace switchboard::server {
namespace {

constexpr auto end_limit = std::chrono::seconds(5);
constexpr auto recover_limit = std::chrono::seconds(10);
constexpr auto recover_pause = std::chrono::seconds(1);
constexpr auto lock_limit = std::chrono::seconds(5);
constexpr auto cancel_pause = std::chrono::seconds(1);

chat::retention_settings retention_settings_of(const core::settings& s) {
  chat::retention_settings r;
  r.keep_events = s.event_retention;
  r.every = s.purge_interval;
  return r;
}

// Requests that the server itself sends.
struct outbound {
  rt::blocking_pool threads{"outbound", 2};
  http::client client{threads, http::reach::secure_or_loopback};
};

// The body of a 200; anything else is `closed`.
rt::task<core::result<std::string>> fetch(std::shared_ptr<outbound> web, std::string url, core::deadline limit) {
  http::outbound_request ask;
  ask.url = std::move(url);
  ask.limit = limit;
  auto answer = co_await web->client.send(std::move(ask));
  if (!answer) co_return answer.error();
  if (answer->status != 200) {
    co_return core::make_internal(core::errc::closed, "the answer was " + std::to_string(answer->status));
  }
  co_return std::move(answer->body);
}

// What can fail before anything runs.

struct parts {
  std::shared_ptr<outbound> web;
  std::vector<auth::issuer> issuers;
  auth::origin_policy origins;
  webhook_senders senders;
  std::vector<wire::ip_network> proxies;
  std::vector<tools::tool_file> tool_files;
};

core::result<parts> make_parts(const core::settings& s) {
  parts p;
  p.web = std::make_shared<outbound>();
  auto issuers = auth::make_issuers(
      s.issuers, [web = p.web](std::string url, core::deadline limit) { return fetch(web, std::move(url), limit); });
  if (!issuers) return issuers.error();
  p.issuers = std::move(*issuers);
  auto origins = auth::origin_policy::make(s.allowed_origins);
  if (!origins) return origins.error();
  p.origins = std::move(*origins);
  auto senders = make_webhook_senders(s);
  if (!senders) return senders.error();
  p.senders = std::move(*senders);
  auto proxies = trusted_proxies_of(s);
  if (!proxies) return proxies.error();
  p.proxies = std::move(*proxies);
  auto files = tools::load_directory(s.tools_dir);
  if (!files) return files.error();
  p.tool_files = std::move(*files);
  return p;
}

std::shared_ptr<const mcp::registry> make_tools(parts& p, store::statement_runner& runner,
                                                store::query_runner* queries) {
  auto made = tools::make_registry(
      std::move(p.tool_files), runner,
      queries == nullptr ? std::vector<std::unique_ptr<mcp::tool>>{} : tools::make_query_tools(*queries, runner));
  if (!made) throw std::runtime_error(made.error().message);
  return *made;
}

class whole_program final : public program {
 public:
  whole_program(const core::settings& s, std::string server_id, parts p, process::file_descriptor lock)
      : settings_(s),
        lock_(std::move(lock)),
        server_id_(server_id),
        runtime_(s.shards),
        outbound_(p.web),
        database_(s.database_url, s.database_connections,
                  s.database_statements == "unnamed" ? store::pg::statement_mode::unnamed
                                                     : store::pg::statement_mode::prepared),
        profiles_(database_),
        chats_(database_),
        directory_(database_),
        agents_(database_),
        conversations_(database_),
        approvals_(database_),
        tool_access_(database_),
        workspaces_(database_),
        identities_(database_),
        skills_(database_),
        memories_(database_),
        rules_(database_),
        catalog_(database_),
        usage_(database_),
        operations_(database_),
        statements_(database_),
        queries_(s.query_database_url.empty()
                     ? nullptr
                     : std::make_unique<store::pg::query_runner>(s.query_database_url, database_)),
        retained_(database_),
        retention_(retained_, retention_settings_of(s)),
        who_(std::move(p.issuers), profiles_, std::move(p.origins)),
        background_(runtime_.executor(0)),
        clis_(cli_config_of(s), session_limits_of(s)),
        sessions_(runtime_, clis_, pool_settings_of(s)),
        runs_(runtime_, chats_, approvals_, sessions_, make_tools(p, statements_, queries_.get()),
              run_settings_of(s, std::move(server_id))),
        answers_(approvals_, runs_),
        ledger_(database_),
        limits_(ledger_, request_rates_of(s)),
        proxies_(std::move(p.proxies)),
        streams_(s.max_streams_per_user),
        chat_handler_(runs_, streams_, limits_, api::stream_settings{s.heartbeat, std::chrono::seconds(60)}),
        directory_handler_(directory_),
        approvals_handler_(answers_),
        tool_access_handler_(tool_access_),
        agents_handler_(agents_),
        conversations_handler_(conversations_, runs_),
        workspaces_handler_(workspaces_, runs_, streams_),
        members_handler_(workspaces_, runs_),
        webhooks_handler_(identities_, who_, std::move(p.senders.clerk), std::move(p.senders.supabase)),
        skills_handler_(skills_),
        memories_handler_(memories_),
        rules_handler_(rules_),
        catalog_handler_(catalog_),
        usage_handler_(usage_),
        health_handler_(metrics_, make_checks()),
        pipeline_(who_, limits_),
        http_(runtime_, http::limits{}, make_hooks()) {
    add_routes(pipeline_, {chat_handler_, approvals_handler_, tool_access_handler_, directory_handler_, agents_handler_,
                           conversations_handler_, workspaces_handler_, members_handler_, webhooks_handler_,
                           skills_handler_, memories_handler_, rules_handler_, catalog_handler_, usage_handler_,
                           health_handler_, documents_handler_});
    log_routes();
    metrics_.gauge("switchboard_runs_live", "Runs that this process drives.",
                   [this] { return double(runs_.counts().live); });
    metrics_.gauge("switchboard_streams_open", "Open event streams.", [this] { return double(streams_.open()); });
    metrics_.gauge("switchboard_connections", "Open connections.", [this] { return double(http_.connections()); });
    metrics_.gauge("switchboard_database_queue", "Statements that wait for a connection.",
                   [this] { return double(database_.queued()); });
    metrics_.gauge("switchboard_agents_live", "Claude processes.", [this] { return double(sessions_.live()); });
  }

  void start() override {
    runtime_.start();
    on_first_shard([this] { who_.start(background_); });
    recover();
    on_first_shard([this] { background_.spawn([this] { return heed_cancel_requests(); }); });
    on_first_shard([this] { background_.spawn([this] { return retention_.run(); }); });
    http_.listen(settings_.host, settings_.port);
  }

  std::uint16_t port() const override { return http_.port(); }

  bool stop() override {
    const auto grace = core::deadline::after(settings_.shutdown_grace);
    runs_.shutdown(grace);
    http_.shutdown(core::deadline::after(end_limit));
    sessions_.shutdown(core::deadline::after(end_limit));
    on_first_shard([this] { background_.cancel(); });
    wait_for(background_.join());
    runtime_.stop();
    return runs_.counts().live == 0;
  }

 private:
  template<class T>
  T wait_for(rt::task<T> work) {
    return boost::asio::co_spawn(runtime_.executor(0), std::move(work), boost::asio::use_future).get();
  }
  void on_first_shard(std::function<void()> fn) {
    auto run = [](std::function<void()> f) -> rt::task<> {
      f();
      co_return;
    };
    wait_for(run(std::move(fn)));
  }

  // A turn of an earlier process under this name cannot go on. With Postgres away this is tried until it is back.
  void recover() {
    if (wait_for(runs_.recover(core::deadline::after(recover_limit)))) return;
    on_first_shard([this] { background_.spawn([this] { return keep_recovering(); }); });
  }
  rt::task<> keep_recovering() {
    for (;;) {
      co_await rt::sleep_for(recover_pause);
      const auto limit = core::deadline::after(recover_limit);
      const auto done = co_await runs_.recover(limit);
      if (done) co_return;
    }
  }

  // Wishes to end a run that did not come to this server: an operator's.
  rt::task<> heed_cancel_requests() {
    for (;;) {
      co_await rt::sleep_for(cancel_pause);
      if (runs_.counts().live == 0) continue;
      const auto limit = core::deadline::after(recover_limit);
      const auto asked = co_await operations_.cancel_requests(server_id_, limit);
      if (!asked) continue;
      for (const auto run : *asked) runs_.end_run(run);
    }
  }

  std::vector<api::readiness_check> make_checks() {
    std::vector<api::readiness_check> checks;
    checks.push_back({"database", [this](core::deadline limit) -> rt::task<core::result<void>> {
                        const store::pg::statement one{"ready", "SELECT '1'"};
                        store::pg::params none;
                        const auto row = co_await database_.read_anonymous("ready", one, std::move(none), limit);
                        if (!row) co_return row.error();
                        co_return core::result<void>();
                      }});
    checks.push_back(
        {"agents", [this](core::deadline) -> rt::task<core::result<void>> { co_return sessions_.ready(); }});
    return checks;
  }

  // What this server answers, for whoever compares it with its description.
  void log_routes() const {
    for (const auto& [method, path] : pipeline_.routes().routes()) {
      core::log::debug("route", {{"method", method}, {"path", path}});
    }
  }

  http::hooks make_hooks() {
    http::hooks h;
    h.handle = [this](http::request& req) -> rt::task<http::response> {
      believe_proxies(req, proxies_);
      auto answer = co_await pipeline_.handle(req);
      http::add_security_headers(answer);
      co_return answer;
    };
    h.fail = [](const core::error& e, const http::request& req) { return api::error_reply(e, req.id); };
    h.access = [this](const http::access_record& r) { on_access(r); };
    return h;
  }

  void on_access(const http::access_record& r) {
    metrics_.count(r);
    const auto ms = std::chrono::duration<double, std::milli>(r.took).count();
    core::log::info("request", {{"requestId", r.req->id},
                                {"method", r.req->method},
                                {"path", r.req->path},
                                {"status", r.status},
                                {"bytes", r.bytes_sent},
                                {"ms", ms},
                                {"ip", r.req->remote_ip},
                                {"userId", r.req->user_id}});
  }

  const core::settings settings_;
  const process::file_descriptor lock_;  // of the state folder
  const std::string server_id_;
  rt::runtime runtime_;
  std::shared_ptr<outbound> outbound_;
  store::pg::database database_;
  store::pg::profile_directory profiles_;
  store::pg::chat_repository chats_;
  store::pg::directory_repository directory_;
  store::pg::agent_repository agents_;
  store::pg::conversation_repository conversations_;
  store::pg::approval_repository approvals_;
  store::pg::tool_access_repository tool_access_;
  store::pg::workspace_repository workspaces_;
  store::pg::identity_repository identities_;
  store::pg::skill_repository skills_;
  store::pg::memory_repository memories_;
  store::pg::rule_repository rules_;
  store::pg::catalog_repository catalog_;
  store::pg::usage_repository usage_;
  store::pg::operator_repository operations_;
  store::pg::statement_runner statements_;
  std::unique_ptr<store::pg::query_runner> queries_;  // null without a role for agents' SQL
  store::pg::retention_repository retained_;
  chat::retention retention_;
  auth::authenticator who_;
  rt::task_group background_;
  agent::cli_session_factory clis_;
  agent::session_pool sessions_;
  chat::run_service runs_;
  chat::approval_service answers_;
  api::metrics metrics_;
  store::pg::rate_ledger ledger_;
  api::request_limits limits_;
  const std::vector<wire::ip_network> proxies_;
  api::stream_limiter streams_;
  api::chat_handler chat_handler_;
  api::directory_handler directory_handler_;
  api::approvals_handler approvals_handler_;
  api::tool_access_handler tool_access_handler_;
  api::agents_handler agents_handler_;
  api::conversations_handler conversations_handler_;
  api::workspaces_handler workspaces_handler_;
  api::members_handler members_handler_;
  api::webhooks_handler webhooks_handler_;
  api::skills_handler skills_handler_;
  api::memories_handler memories_handler_;
  api::rules_handler rules_handler_;
  api::catalog_handler catalog_handler_;
  api::usage_handler usage_handler_;
  api::health_handler health_handler_;
  api::documents_handler documents_handler_;
  api::pipeline pipeline_;
  http::server http_;
};

}  // namespace

core::result<std::unique_ptr<program>> make_program(const core::settings& s) {
  auto p = make_parts(s);
  if (!p) return p.error();
  const auto clis = cli_config_of(s);
  if (auto folders = agent::prepare_folders(clis); !folders) return folders.error();
  auto lock = agent::lock_state_folder(s.state_dir, core::deadline::after(lock_limit));
  if (!lock) return lock.error();
  agent::forget_old_transcripts(clis.config_dir, std::chrono::hours(48));
  auto id = server_id_of(s);
  if (!id) return id.error();
  for (auto& left : agent::take_over_hosts(clis.hosts.folder)) agent::end_left_host(left);
  return std::unique_ptr<program>(std::make_unique<whole_program>(s, std::move(*id), std::move(*p), std::move(*lock)));
}

}  // namespace switchboard::server
