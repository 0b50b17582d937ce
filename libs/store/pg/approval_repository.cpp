#include "store/pg/approval_repository.hpp"

#include "core/json.hpp"
#include "domain/event.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::store::pg {
namespace {

const std::string state_columns =
    "a.id, a.decision, a.decided_by, a.message, a.remember, to_char(a.expires_at AT TIME ZONE 'UTC', "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), greatest(0, (extract(epoch FROM a.expires_at - clock_timestamp()) * "
    "1000)::bigint)";
// In the order and by the names of the event permission_request; displayName is added where the row is read.
const std::string row_of_approval =
    "json_build_object('approvalId', a.id, 'runId', a.run_id, 'conversationId', a.conversation_id, 'toolName', "
    "a.tool_name, 'toolCallId', a.tool_call_id, 'args', a.args, 'reason', a.reason, 'expiresAt', a.expires_at, "
    "'createdAt', a.created_at, 'decision', a.decision, 'decidedBy', a.decided_by, 'decidedAt', a.decided_at, "
    "'message', a.message, 'remember', a.remember)";

const statement ask_user{
    "ask_approval",
    "INSERT INTO agent_approvals AS a (id, run_id, conversation_id, workspace_id, user_id, request_id, tool_call_id, "
    "tool_name, args, reason, expires_at) SELECT $1, $2, $3, $4, app.current_user_id(), $5, $5, $6, $7::json, $8, "
    "now() + $9::bigint * interval '1 millisecond' ON CONFLICT (run_id, tool_call_id) DO UPDATE SET tool_name = "
    "a.tool_name RETURNING " +
        state_columns};
const statement look_at{"look_at_approval", "SELECT " + state_columns + " FROM agent_approvals a WHERE a.id = $1"};
const statement expire_one{"expire_approval",
                           "UPDATE agent_approvals SET decision = 'expired', decided_at = now() WHERE id = $1 AND "
                           "decision IS NULL"};
const statement acknowledge_one{"acknowledge_approval",
                                "UPDATE agent_approvals SET acknowledged_at = now() WHERE run_id = $1 AND "
                                "tool_call_id = $2 AND decision IS NOT NULL AND acknowledged_at IS NULL"};
// No row: answered, too late, or not there.
const statement answer_one{
    "answer_approval",
    "UPDATE agent_approvals AS a SET decision = $3, message = nullif($4, ''), remember = $5::bool, decided_by = "
    "app.current_user_id(), decided_at = now() WHERE a.id = $2 AND a.run_id = $1 AND a.decision IS NULL AND "
    "a.expires_at > now() RETURNING " +
        row_of_approval};
const statement decision_of{"approval_decision",
                            "SELECT coalesce(decision, 'expired') FROM agent_approvals WHERE id = $2 AND run_id = $1"};
const statement remember_answer{
    "remember_approval",
    "INSERT INTO agent_permission_rules (workspace_id, user_id, agent_id, tool_name, behavior) "
    "SELECT a.workspace_id, a.user_id, r.agent_id, a.tool_name, a.decision FROM agent_approvals a "
    "JOIN agent_runs r ON r.id = a.run_id WHERE a.id = $1 "
    "ON CONFLICT (user_id, agent_id, tool_name) DO UPDATE SET behavior = excluded.behavior"};
const statement list_of_run{
    "approvals_of_run",
    "SELECT (SELECT coalesce((SELECT json_agg(" + row_of_approval +
        " ORDER BY a.created_at, a.id) FROM agent_approvals a WHERE a.run_id = r.id), '[]') FROM agent_runs r WHERE "
        "me.uid IS NOT NULL AND r.id = $2::uuid) FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid "
        "OFFSET 0) me"};
const statement list_pending{
    "pending_approvals",
    "SELECT (SELECT coalesce((SELECT json_agg(" + row_of_approval +
        " ORDER BY a.created_at, a.id) FROM (SELECT * FROM agent_approvals p WHERE p.workspace_id = $2::uuid "
        "AND p.user_id = $1::uuid AND p.decision IS NULL AND p.expires_at > now() ORDER BY p.created_at LIMIT 200) a), "
        "'[]') WHERE me.uid IS NOT NULL AND app.is_member($2::uuid)) FROM (SELECT "
        "set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};

std::string text(const pqxx::field& field) {
  return field.is_null() ? std::string() : std::string(field.c_str());
}

core::result<approval_state> read_state(const pqxx::result& rows) {
  if (rows.empty()) return core::make_error(core::errc::not_found);
  const auto& row = rows[0];
  approval_state out;
  out.approval = core::approval_id::parse(row[0].c_str()).value();
  out.decision = text(row[1]);
  out.decided_by = text(row[2]);
  out.message = text(row[3]);
  out.remember = row[4].as<bool>();
  out.expires_at = text(row[5]);
  out.remaining = std::chrono::milliseconds(row[6].as<std::int64_t>());
  return out;
}

void add_display_name(core::json& row) {
  row["displayName"] = domain::display_name(row.at("toolName").get<std::string>());
}

core::result<core::json_text> as_list(const core::result<std::optional<std::string>>& found, core::errc missing) {
  if (!found) return found.error();
  if (!*found) return core::make_error(missing);
  auto rows = core::parse_json(**found, {.max_bytes = std::size_t{64} << 20});
  if (!rows) return rows.error();
  for (auto& row : *rows) add_display_name(row);
  const auto total = rows->size();
  return core::json_text{core::dump(core::json{{"approvals", std::move(*rows)}, {"total", total}})};
}

}  // namespace

rt::task<core::result<approval_state>> approval_repository::ask(const auth::tenant_context& tenant,
                                                                new_approval question, core::deadline limit) {
  auto work = [&](tenant_tx& tx) {
    return read_state(
        tx.exec(ask_user, {question.approval.str(), question.run.str(), question.conversation.str(),
                           question.workspace.str(), question.tool_call_id, question.tool_name, question.args.text,
                           question.reason, std::to_string(question.patience.count())}));
  };
  co_return co_await db_.transact("ask_approval", tenant, limit, work);
}

rt::task<core::result<approval_state>> approval_repository::look(const auth::tenant_context& tenant,
                                                                 core::approval_id approval, core::deadline limit) {
  auto work = [&](tenant_tx& tx) { return read_state(tx.exec(look_at, {approval.str()})); };
  co_return co_await db_.transact("look_at_approval", tenant, limit, work, access::read_only);
}

rt::task<core::result<approval_state>> approval_repository::expire(const auth::tenant_context& tenant,
                                                                   core::approval_id approval, core::deadline limit) {
  auto work = [&](tenant_tx& tx) {
    tx.exec(expire_one, {approval.str()});
    return read_state(tx.exec(look_at, {approval.str()}));
  };
  co_return co_await db_.transact("expire_approval", tenant, limit, work);
}

rt::task<core::result<void>> approval_repository::acknowledge(const auth::tenant_context& tenant, core::run_id run,
                                                              std::string tool_call_id, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    tx.exec(acknowledge_one, {run.str(), tool_call_id});
    return {};
  };
  co_return co_await db_.transact("acknowledge_approval", tenant, limit, work);
}

rt::task<core::result<core::json_text>> approval_repository::answer(const auth::tenant_context& tenant,
                                                                    core::run_id run, core::approval_id approval,
                                                                    approval_answer answer, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto rows = tx.exec(
        answer_one, {run.str(), approval.str(), answer.decision, answer.message, answer.remember ? "true" : "false"});
    if (rows.empty()) {
      const auto known = tx.exec(decision_of, {run.str(), approval.str()});
      if (known.empty()) return core::make_error(core::errc::not_found);
      auto resolved = core::make_error(core::errc::already_resolved);
      resolved.members.emplace_back("decision", known[0][0].c_str());
      return resolved;
    }
    if (answer.remember) tx.exec(remember_answer, {approval.str()});
    auto row = core::parse_json(rows[0][0].c_str(), {.max_bytes = std::size_t{16} << 20});
    if (!row) return row.error();
    add_display_name(*row);
    return core::json_text{core::dump(*row)};
  };
  co_return co_await db_.transact("answer_approval", tenant, limit, work);
}

rt::task<core::result<core::json_text>> approval_repository::of_run(const auth::tenant_context& tenant,
                                                                    core::run_id run, core::deadline limit) {
  params values{run.str()};
  const auto found = co_await db_.read_one("approvals_of_run", tenant, list_of_run, std::move(values), limit);
  co_return as_list(found, core::errc::not_found);
}

rt::task<core::result<core::json_text>> approval_repository::pending(const auth::tenant_context& tenant,
                                                                     core::workspace_id workspace,
                                                                     core::deadline limit) {
  params values{workspace.str()};
  const auto found = co_await db_.read_one("pending_approvals", tenant, list_pending, std::move(values), limit);
  co_return as_list(found, core::errc::forbidden);
}

}  // namespace switchboard::store::pg
