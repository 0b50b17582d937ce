#include "store/pg/chat_repository.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::store::pg {
namespace {

const statement insert_conversation{"insert_conversation",
                                    "INSERT INTO agent_conversations (id, workspace_id, user_id, agent_id, title) "
                                    "VALUES ($1, $2, $3, $4, nullif($5, ''))"};
const statement insert_message{
    "insert_message",
    "INSERT INTO agent_messages (id, conversation_id, workspace_id, user_id, run_id, role, content, parts) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)"};
// No row: another turn of the conversation is active, or waits and this one would overtake it.
const statement insert_run{
    "insert_run",
    "INSERT INTO agent_runs (id, conversation_id, workspace_id, user_id, agent_id, status, model, user_message_id, "
    "server_id, started_at) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, now() WHERE $6 = 'queued' OR NOT EXISTS "
    "(SELECT FROM agent_runs WHERE conversation_id = $2 AND status = 'queued') "
    "ON CONFLICT (conversation_id) WHERE status IN ('starting', 'running') DO NOTHING RETURNING id"};
const statement active_run{"active_run",
                           "SELECT id FROM agent_runs WHERE conversation_id = $1 AND finished_at IS NULL ORDER BY "
                           "status = 'queued', created_at"};
// No row: an unexpired key of that name exists.
const statement insert_key{
    "insert_idempotency_key",
    "INSERT INTO idempotency_keys (user_id, key, workspace_id, request_hash, conversation_id, run_id) "
    "VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6) ON CONFLICT (user_id, key) DO UPDATE "
    "SET workspace_id = excluded.workspace_id, request_hash = excluded.request_hash, "
    "conversation_id = excluded.conversation_id, run_id = excluded.run_id, expires_at = excluded.expires_at, "
    "created_at = now() WHERE idempotency_keys.expires_at < now() RETURNING key"};
// How many event numbers are reserved at a time: what a crash leaves as a gap, and seconds of the fastest agent.
constexpr std::int64_t block_size = 2048;
// The conversation as it is now, with the next block of numbers.
const statement reserve_block{
    "reserve_numbers",
    "UPDATE agent_conversations SET reserved_seq = greatest(reserved_seq, last_seq) + $2::bigint WHERE id = $1 "
    "RETURNING id, title, sdk_session_id, reserved_seq - $2::bigint, reserved_seq"};
const statement activate{
    "activate_run",
    "UPDATE agent_runs r SET status = 'running', started_at = coalesce(started_at, now()) "
    "WHERE r.id = $1 AND r.status IN ('queued', 'starting') AND NOT EXISTS (SELECT FROM agent_runs o "
    "WHERE o.conversation_id = r.conversation_id AND o.id <> r.id AND o.status IN ('starting', 'running')) "
    "RETURNING conversation_id"};
const statement set_running{"mark_running",
                            "UPDATE agent_runs SET status = 'running' WHERE id = $1 AND status = 'starting'"};
const statement find_key{
    "find_idempotency_key",
    "SELECT (SELECT json_build_object('run', r.id, 'conversation', r.conversation_id, 'workspace', r.workspace_id, "
    "'status', r.status, 'first_seq', r.first_seq, 'last_seq', r.last_seq, 'same', k.request_hash = decode($3, 'hex')) "
    "FROM idempotency_keys k JOIN agent_runs r ON r.id = k.run_id "
    "WHERE me.uid IS NOT NULL AND k.user_id = $1::uuid AND k.key = $2 AND k.expires_at > now()) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement find_run_by_id{
    "find_run",
    "SELECT (SELECT json_build_object('run', r.id, 'conversation', r.conversation_id, 'workspace', r.workspace_id, "
    "'status', r.status, 'first_seq', r.first_seq, 'last_seq', r.last_seq) FROM agent_runs r "
    "WHERE me.uid IS NOT NULL AND r.id = $2::uuid) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
// A page ends at its rows or with the row that fills it: a replay of any length takes little memory.
const statement events_of_conversation{
    "conversation_events",
    "SELECT (SELECT json_agg(json_build_object('seq', e.seq, 'type', e.type, 'data', e.data) ORDER BY e.seq) "
    "FROM (SELECT seq, type, data::text AS data, sum(octet_length(data::text)) OVER (ORDER BY seq) "
    "- octet_length(data::text) AS before FROM (SELECT seq, type, data FROM agent_run_events "
    "WHERE me.uid IS NOT NULL AND conversation_id = $2::uuid AND seq > $3::bigint ORDER BY seq LIMIT $4::int) p) e "
    "WHERE e.before < 1048576) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement conversation_row{
    "find_conversation",
    "SELECT (SELECT json_build_object('last_seq', c.last_seq, 'purged', (SELECT max(r.last_seq) "
    "FROM agent_runs r WHERE r.conversation_id = c.id AND r.events_purged_at IS NOT NULL)) "
    "FROM agent_conversations c WHERE me.uid IS NOT NULL AND c.id = $2::uuid) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement events_of_run{
    "run_events",
    "SELECT (SELECT json_agg(json_build_object('seq', e.seq, 'type', e.type, 'data', e.data) ORDER BY e.seq) "
    "FROM (SELECT seq, type, data::text AS data, sum(octet_length(data::text)) OVER (ORDER BY seq) "
    "- octet_length(data::text) AS before FROM (SELECT seq, type, data FROM agent_run_events "
    "WHERE me.uid IS NOT NULL AND run_id = $2::uuid AND seq > $3::bigint ORDER BY seq LIMIT $4::int) p) e "
    "WHERE e.before < 1048576) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};

const statement newest_messages{
    "newest_messages",
    "SELECT (SELECT json_agg(json_build_object('role', m.role, 'content', m.content) ORDER BY m.ordinal) FROM "
    "(SELECT m.* FROM agent_messages m LEFT JOIN agent_runs r ON r.id = m.run_id WHERE me.uid IS NOT NULL "
    "AND m.conversation_id = $2::uuid AND (m.run_id IS NULL OR r.finished_at IS NOT NULL) "
    "ORDER BY m.ordinal DESC LIMIT $3::int) m) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};

const statement broken_limit{
    "broken_run_limit",
    "SELECT app.broken_run_limit($1::uuid, $2::int, $3::int, $4::int, $5::int, $6::numeric / 1000000)"};

core::error limit_error(core::errc code, std::string message, std::chrono::seconds again) {
  auto e = core::make_error(code, std::move(message));
  e.retry_after = again;
  return e;
}

core::result<void> check_limits(tenant_tx& tx, const std::string& workspace, const run_limits& l) {
  constexpr auto soon = std::chrono::seconds(5);
  if (l == run_limits{}) return {};
  const auto n = [](auto v) { return std::to_string(v); };
  const auto rows = tx.exec(broken_limit, {workspace, n(l.of_user), n(l.of_workspace), n(l.of_user_a_day),
                                           n(l.of_workspace_a_day), n(l.workspace_cost_a_day)});
  if (rows[0][0].is_null()) return {};
  const std::string_view broken = rows[0][0].c_str();
  if (broken == "user_runs")
    return limit_error(core::errc::rate_limited, "Too many runs of yours are under way.", soon);
  if (broken == "workspace_runs") {
    return limit_error(core::errc::rate_limited, "Too many runs of the workspace are under way.", soon);
  }
  const auto now = std::chrono::system_clock::now();
  const auto midnight = std::chrono::ceil<std::chrono::seconds>(std::chrono::ceil<std::chrono::days>(now) - now);
  if (broken == "user_runs_a_day")
    return limit_error(core::errc::quota_exceeded, "Today's runs are used up.", midnight);
  return limit_error(core::errc::quota_exceeded, "The workspace's quota of today is used up.", midnight);
}

std::string hex(const std::array<std::uint8_t, 32>& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const auto b : bytes) {
    out += digits[b >> 4];
    out += digits[b & 0x0f];
  }
  return out;
}

domain::conversation_state read_state(const pqxx::row& row) {
  domain::conversation_state c;
  c.id = core::conversation_id::parse(row[0].c_str()).value();
  c.title = row[1].is_null() ? "" : row[1].c_str();
  c.session_id = row[2].is_null() ? "" : row[2].c_str();
  c.last_seq = row[3].as<std::int64_t>();
  c.reserved_seq = row[4].as<std::int64_t>();
  return c;
}

run_row read_run(const core::json& node) {
  const auto number = [&](const char* key) { return node.at(key).is_null() ? 0 : node.at(key).get<std::int64_t>(); };
  run_row out;
  out.run = core::run_id::parse(node.at("run").get<std::string>()).value();
  out.conversation = core::conversation_id::parse(node.at("conversation").get<std::string>()).value();
  out.workspace = core::workspace_id::parse(node.at("workspace").get<std::string>()).value();
  out.status = node.at("status").get<std::string>();
  out.first_seq = number("first_seq");
  out.last_seq = number("last_seq");
  return out;
}

core::result<domain::conversation_state> reserve(tenant_tx& tx, const std::string& conversation) {
  const auto rows = tx.exec(reserve_block, {conversation, std::to_string(block_size)});
  if (rows.empty()) return core::make_error(core::errc::not_found);
  return read_state(rows[0]);
}

}  // namespace

rt::task<core::result<std::optional<replayed_run>>> chat_repository::find_idempotent(const auth::tenant_context& tenant,
                                                                                     idempotency key,
                                                                                     core::deadline limit) {
  params values{key.key, hex(key.body_hash)};
  const auto found = co_await db_.read_one("find_idempotent", tenant, find_key, std::move(values), limit);
  if (!found) co_return found.error();
  if (!*found) co_return std::optional<replayed_run>();
  const auto node = core::parse_json(**found);
  if (!node) co_return node.error();
  co_return std::optional<replayed_run>({read_run(*node), node->at("same").get<bool>()});
}

rt::task<core::result<domain::conversation_state>> chat_repository::begin_run(const auth::tenant_context& tenant,
                                                                              new_run run, core::deadline limit) {
  const auto user = tenant.user_id().str();
  auto work = [&](tenant_tx& tx) -> core::result<domain::conversation_state> {
    const auto conversation = run.conversation.str();
    const auto workspace = run.workspace.str();
    const auto agent = run.agent.str();
    if (auto ok = check_limits(tx, workspace, run.limits); !ok) return ok.error();
    if (run.creates_conversation) tx.exec(insert_conversation, {conversation, workspace, user, agent, run.title});
    const auto inserted =
        tx.exec(insert_run, {run.run.str(), conversation, workspace, user, agent, run.queued ? "queued" : "starting",
                             run.model, run.user_message.str(), run.server_id});
    if (inserted.empty()) {
      auto busy = core::make_error(core::errc::conversation_busy);
      const auto rows = tx.exec(active_run, {conversation});
      if (!rows.empty()) busy.members.emplace_back("runId", rows[0][0].c_str());
      return busy;
    }
    if (run.key) {
      const auto kept =
          tx.exec(insert_key, {user, run.key->key, workspace, hex(run.key->body_hash), conversation, run.run.str()});
      if (kept.empty()) return core::make_internal(core::errc::conflict, "idempotency key taken");
    }
    tx.exec(insert_message,
            {run.user_message.str(), conversation, workspace, user, run.run.str(), "user", run.message, std::nullopt});
    return reserve(tx, conversation);
  };
  co_return co_await db_.transact("begin_run", tenant, limit, work);
}

rt::task<core::result<domain::conversation_state>> chat_repository::activate_run(const auth::tenant_context& tenant,
                                                                                 core::run_id run,
                                                                                 core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<domain::conversation_state> {
    const auto rows = tx.exec(activate, {run.str()});
    if (rows.empty()) return core::make_error(core::errc::conversation_busy);
    return reserve(tx, rows[0][0].c_str());
  };
  co_return co_await db_.transact("activate_run", tenant, limit, work);
}

rt::task<core::result<void>> chat_repository::mark_running(const auth::tenant_context& tenant, core::run_id run,
                                                           core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    tx.exec(set_running, {run.str()});
    return {};
  };
  co_return co_await db_.transact("mark_running", tenant, limit, work);
}

rt::task<core::result<number_block>> chat_repository::reserve_numbers(const auth::tenant_context& tenant,
                                                                      core::conversation_id conversation,
                                                                      core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<number_block> {
    const auto now = reserve(tx, conversation.str());
    if (!now) return now.error();
    return number_block{now->last_seq, now->reserved_seq};
  };
  co_return co_await db_.transact("reserve_numbers", tenant, limit, work);
}

rt::task<core::result<std::vector<domain::said_message>>> chat_repository::recent_messages(
    const auth::tenant_context& tenant, core::conversation_id conversation, int count, core::deadline limit) {
  params values{conversation.str(), std::to_string(count)};
  const auto found = co_await db_.read_one("recent_messages", tenant, newest_messages, std::move(values), limit);
  if (!found) co_return found.error();
  std::vector<domain::said_message> out;
  if (!*found) co_return out;
  const auto list = core::parse_json(**found, {.max_bytes = std::size_t{64} << 20});
  if (!list) co_return list.error();
  for (const auto& m : *list) out.push_back({m.at("role").get<std::string>(), m.at("content").get<std::string>()});
  co_return out;
}

rt::task<core::result<run_row>> chat_repository::find_run(const auth::tenant_context& tenant, core::run_id run,
                                                          core::deadline limit) {
  params values{run.str()};
  const auto found = co_await db_.read_one("find_run", tenant, find_run_by_id, std::move(values), limit);
  if (!found) co_return found.error();
  if (!*found) co_return core::make_error(core::errc::not_found);
  const auto node = core::parse_json(**found);
  if (!node) co_return node.error();
  co_return read_run(*node);
}

rt::task<core::result<std::vector<stored_event>>> chat_repository::run_events(const auth::tenant_context& tenant,
                                                                              core::run_id run, std::int64_t after,
                                                                              int limit_rows, core::deadline limit) {
  co_return co_await events(tenant, events_of_run, run.str(), after, limit_rows, limit);
}

rt::task<core::result<std::vector<stored_event>>> chat_repository::conversation_events(
    const auth::tenant_context& tenant, core::conversation_id conversation, std::int64_t after, int limit_rows,
    core::deadline limit) {
  co_return co_await events(tenant, events_of_conversation, conversation.str(), after, limit_rows, limit);
}

rt::task<core::result<std::vector<stored_event>>> chat_repository::events(const auth::tenant_context& tenant,
                                                                          const statement& which, std::string id,
                                                                          std::int64_t after, int limit_rows,
                                                                          core::deadline limit) {
  params values{std::move(id), std::to_string(after), std::to_string(limit_rows)};
  const auto found = co_await db_.read_one(which.name, tenant, which, std::move(values), limit);
  if (!found) co_return found.error();
  std::vector<stored_event> out;
  if (!*found) co_return out;
  const auto list = core::parse_json(**found, {.max_bytes = std::size_t{256} << 20});
  if (!list) co_return list.error();
  for (const auto& e : *list) {
    out.push_back({e.at("seq").get<std::int64_t>(), e.at("type").get<std::string>(), e.at("data").get<std::string>()});
  }
  co_return out;
}

rt::task<core::result<domain::conversation_state>> chat_repository::find_conversation(
    const auth::tenant_context& tenant, core::conversation_id conversation, core::deadline limit) {
  params values{conversation.str()};
  const auto found = co_await db_.read_one("find_conversation", tenant, conversation_row, std::move(values), limit);
  if (!found) co_return found.error();
  if (!*found) co_return core::make_error(core::errc::not_found);
  const auto node = core::parse_json(**found);
  if (!node) co_return node.error();
  domain::conversation_state out;
  out.id = conversation;
  out.last_seq = node->at("last_seq").get<std::int64_t>();
  if (!node->at("purged").is_null()) out.purged_seq = node->at("purged").get<std::int64_t>();
  co_return out;
}

}  // namespace switchboard::store::pg
