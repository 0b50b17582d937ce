// finish_run: what a turn leaves behind, in one transaction. Told twice, it does nothing twice: the run's row decides.
#include "core/json.hpp"
#include "store/pg/chat_repository.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace switchboard::store::pg {
namespace {

// No row: the run is finished already, or out of this user's sight.
const statement close_run{
    "close_run",
    "UPDATE agent_runs SET status = $2, assistant_message_id = CASE WHEN EXISTS (SELECT FROM agent_conversations c "
    "WHERE c.id = agent_runs.conversation_id) THEN $3::uuid END, input_tokens = $4, output_tokens = $5, "
    "cache_read_tokens = $6, cache_write_tokens = $7, cost_usd = $8, turn_count = $9, stop_reason = nullif($10, ''), "
    "error_code = nullif($11, ''), error_message = nullif($12, ''), first_seq = $13, last_seq = $14, finished_at = "
    "now() "
    "WHERE id = $1 AND finished_at IS NULL RETURNING id"};
const statement run_is_finished{"run_is_finished",
                                "SELECT 1 FROM agent_runs WHERE id = $1 AND finished_at IS NOT NULL"};
const statement insert_answer{
    "insert_answer",
    "INSERT INTO agent_messages (id, conversation_id, workspace_id, user_id, run_id, role, content, parts) "
    "VALUES ($1, $2, $3, $4, $5, 'assistant', $6, $7::jsonb)"};
const statement add_totals{
    "add_totals",
    "UPDATE agent_conversations SET sdk_session_id = coalesce(nullif($2, ''), sdk_session_id), last_seq = "
    "greatest(last_seq, $3), reserved_seq = CASE WHEN reserved_seq = $10 THEN greatest(last_seq, $3::bigint) "
    "ELSE reserved_seq END, "
    "total_input_tokens = total_input_tokens + $4, total_output_tokens = total_output_tokens + $5, "
    "total_cache_read_tokens = total_cache_read_tokens + $6, total_cache_write_tokens = total_cache_write_tokens + $7, "
    "total_cost_usd = total_cost_usd + $8, title = coalesce(title, nullif($9, '')) WHERE id = $1 "
    "RETURNING reserved_seq = greatest(last_seq, $3::bigint)"};
const statement abandon{"abandon_run", "SELECT app.abandon_run($1::uuid, $2, $3)"};
const statement abandon_all{"abandon_runs_of", "SELECT app.abandon_runs_of($1)"};
const statement insert_events{
    "insert_events",
    "INSERT INTO agent_run_events (conversation_id, seq, run_id, workspace_id, user_id, type, data) "
    "SELECT $1::uuid, (e->>'seq')::bigint, $2::uuid, $3::uuid, $4::uuid, e->>'type', e->'data' "
    "FROM json_array_elements($5::json) e"};

// Entries are in the order of the CLI's writing, across runs. `data` goes in unparsed, as for events.
const statement insert_session_entries{
    "insert_session_entries",
    "INSERT INTO agent_session_entries (conversation_id, session_id, ordinal, workspace_id, user_id, entry) "
    "SELECT $1::uuid, $2, coalesce((SELECT max(s.ordinal) FROM agent_session_entries s WHERE s.conversation_id = $1 "
    "AND s.session_id = $2), -1) + e.n, $3::uuid, $4::uuid, e.value "
    "FROM json_array_elements($5::json) WITH ORDINALITY e (value, n)"};
const statement forget_other_sessions{
    "forget_other_sessions", "DELETE FROM agent_session_entries WHERE conversation_id = $1 AND session_id <> $2"};
const statement forget_session{"forget_session",
                               "DELETE FROM agent_session_entries WHERE conversation_id = $1 AND session_id = $2"};
const statement session_text{
    "session_transcript",
    "SELECT (SELECT string_agg(s.entry::text, E'\n' ORDER BY s.ordinal) FROM agent_session_entries s "
    "WHERE me.uid IS NOT NULL AND s.conversation_id = $2::uuid AND s.session_id = $3) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};

std::string_view status_of(run_end how) {
  switch (how) {
    case run_end::done:
      return "done";
    case run_end::failed:
      return "failed";
    case run_end::cancelled:
      return "cancelled";
  }
  return "failed";
}

std::string dollars(std::int64_t micro) {
  std::array<char, 48> out{};
  const int n = std::snprintf(out.data(), out.size(), "%lld.%06lld", static_cast<long long>(micro / 1'000'000),
                              static_cast<long long>(micro % 1'000'000));
  return {out.data(), static_cast<std::size_t>(n)};
}

// `data` goes in unparsed: it is the text that clients saw.
std::string events_json(const std::vector<stored_event>& events) {
  std::string out = "[";
  for (const auto& e : events) {
    if (out.size() > 1) out += ',';
    out += "{\"seq\":" + std::to_string(e.seq) + ",\"type\":\"" + e.type + "\",\"data\":" + e.data + "}";
  }
  return out + "]";
}

// Stored in the transaction of the answer, so that what the agent remembers is what the user was told.
void keep_transcript(tenant_tx& tx, const finished_run& run, const std::string& user) {
  const auto& kept = run.transcript;
  if (kept.entries.empty() || run.session_id.empty()) return;
  const auto conversation = run.conversation.str();
  if (kept.compacted) tx.exec(forget_session, {conversation, run.session_id});
  if (kept.begins) tx.exec(forget_other_sessions, {conversation, run.session_id});
  std::string entries = "[";
  for (std::size_t i = kept.needed_from; i < kept.entries.size(); ++i) {
    if (entries.size() > 1) entries += ',';
    entries += kept.entries[i].text;
  }
  tx.exec(insert_session_entries, {conversation, run.session_id, run.workspace.str(), user, entries + "]"});
}

}  // namespace

rt::task<core::result<reservation>> chat_repository::finish_run(const auth::tenant_context& tenant, finished_run run,
                                                                core::deadline limit) {
  const auto user = tenant.user_id().str();
  auto work = [&](tenant_tx& tx) -> core::result<reservation> {
    const auto conversation = run.conversation.str();
    const auto workspace = run.workspace.str();
    const auto n = [](std::int64_t v) { return std::to_string(v); };
    std::optional<std::string> answer;
    if (run.assistant_message) answer = run.assistant_message->str();
    std::optional<std::string> first_seq;
    if (!run.events.empty()) first_seq = n(run.first_seq);
    std::optional<std::string> held_until;
    if (run.held_until) held_until = n(*run.held_until);
    const auto closed =
        tx.exec(close_run, {run.run.str(), std::string(status_of(run.how)), answer, n(run.tokens.input_tokens),
                            n(run.tokens.output_tokens), n(run.tokens.cache_read_tokens),
                            n(run.tokens.cache_write_tokens), dollars(run.cost_microdollars), n(run.turn_count),
                            run.stop_reason, run.error_code, run.error_message, first_seq, n(run.last_seq)});
    if (closed.empty()) {
      if (!tx.exec(run_is_finished, {run.run.str()}).empty()) return reservation::kept;
      return core::make_error(core::errc::not_found);
    }
    const auto totals =
        tx.exec(add_totals, {conversation, run.session_id, n(run.last_seq), n(run.tokens.input_tokens),
                             n(run.tokens.output_tokens), n(run.tokens.cache_read_tokens),
                             n(run.tokens.cache_write_tokens), dollars(run.cost_microdollars), run.title, held_until});
    // The conversation was deleted while its turn ran: nothing of what was said is kept.
    if (totals.empty()) return reservation::kept;
    if (answer) {
      tx.exec(insert_answer, {answer, conversation, workspace, user, run.run.str(), run.text, run.parts.text});
    }
    if (!run.events.empty()) {
      tx.exec(insert_events, {conversation, run.run.str(), workspace, user, events_json(run.events)});
    }
    keep_transcript(tx, run, user);
    return run.held_until && totals[0][0].as<bool>() ? reservation::released : reservation::kept;
  };
  co_return co_await db_.transact("finish_run", tenant, limit, work);
}

rt::task<core::result<std::string>> chat_repository::session_transcript(const auth::tenant_context& tenant,
                                                                        core::conversation_id conversation,
                                                                        std::string session_id, core::deadline limit) {
  params values{conversation.str(), std::move(session_id)};
  auto found = co_await db_.read_one("session_transcript", tenant, session_text, std::move(values), limit);
  if (!found) co_return found.error();
  co_return std::move(*found).value_or("");
}

rt::task<core::result<void>> chat_repository::abandon_run(core::run_id run, std::string code, std::string message,
                                                          core::deadline limit) {
  params values{run.str(), std::move(code), std::move(message)};
  const auto done = co_await db_.read_anonymous("abandon_run", abandon, std::move(values), limit);
  if (!done) co_return done.error();
  co_return core::result<void>();
}

rt::task<core::result<std::int64_t>> chat_repository::abandon_runs_of(std::string server_id, core::deadline limit) {
  params values{std::move(server_id)};
  const auto done = co_await db_.read_anonymous("abandon_runs_of", abandon_all, std::move(values), limit);
  if (!done) co_return done.error();
  co_return std::stoll(done->value_or("0"));
}

}  // namespace switchboard::store::pg
