#include "store/pg/conversation_repository.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_conversation =
    "json_build_object('id', c.id, 'title', c.title, 'created_at', c.created_at, 'updated_at', c.updated_at)";
const std::string row_with_totals =
    "json_build_object('id', c.id, 'agent_id', c.agent_id, 'workspace_id', c.workspace_id, 'title', c.title, "
    "'total_input_tokens', c.total_input_tokens, 'total_output_tokens', c.total_output_tokens, "
    "'total_cache_read_tokens', c.total_cache_read_tokens, 'total_cache_write_tokens', c.total_cache_write_tokens, "
    "'total_cost_usd', c.total_cost_usd, 'last_seq', c.last_seq, 'active_run_id', (SELECT r.id FROM agent_runs r "
    "WHERE r.conversation_id = c.id AND r.status IN ('starting', 'running')), "
    "'active_run', (SELECT json_build_object('id', r.id, 'first_seq', coalesce(r.first_seq, c.last_seq + 1)) FROM "
    "agent_runs r WHERE r.conversation_id = c.id AND r.status IN ('starting', 'running')), "
    "'created_at', c.created_at, 'updated_at', c.updated_at)";

const statement may_create{"may_create_conversation",
                           "SELECT app.is_member($1::uuid), EXISTS (SELECT FROM agents WHERE id = $2::uuid "
                           "AND workspace_id = $1::uuid AND is_active AND unhired_at IS NULL)"};
const statement create_conversation{
    "create_conversation",
    "INSERT INTO agent_conversations AS c (workspace_id, user_id, agent_id, title) VALUES ($1, $2, $3, $4) RETURNING " +
        row_of_conversation};
const statement read_conversation{"read_conversation",
                                  "SELECT (SELECT " + row_with_totals +
                                      " FROM agent_conversations c WHERE me.uid IS NOT NULL AND c.id = $2::uuid) "
                                      "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement rename_conversation{
    "rename_conversation",
    "UPDATE agent_conversations AS c SET title = $2 WHERE c.id = $1 RETURNING " + row_of_conversation};
const statement unfinished_runs{"conversation_unfinished_runs",
                                "SELECT id FROM agent_runs WHERE conversation_id = $1 AND finished_at IS NULL "
                                "ORDER BY status <> 'queued', created_at"};
const statement delete_conversation{"delete_conversation", "SELECT app.delete_conversation($1)"};
const statement save_message{
    "save_message",
    "INSERT INTO agent_messages AS m (conversation_id, workspace_id, user_id, role, content, parts) "
    "SELECT c.id, c.workspace_id, c.user_id, $2, $3, $4::jsonb FROM agent_conversations c WHERE c.id = $1 "
    "RETURNING json_build_object('id', m.id, 'role', m.role, 'content', m.content, 'parts', m.parts, "
    "'created_at', m.created_at)"};

}  // namespace

rt::task<core::result<core::json_text>> conversation_repository::create(const auth::tenant_context& tenant,
                                                                        core::workspace_id workspace,
                                                                        core::agent_id agent,
                                                                        std::optional<std::string> title,
                                                                        core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto may = tx.exec(may_create, {workspace.str(), agent.str()});
    if (!may[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (!may[0][1].as<bool>()) return core::make_error(core::errc::not_found);
    const auto rows = tx.exec(create_conversation, {workspace.str(), tenant.user_id().str(), agent.str(), title});
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("create_conversation", tenant, limit, work);
}

rt::task<core::result<core::json_text>> conversation_repository::read(const auth::tenant_context& tenant,
                                                                      core::conversation_id conversation,
                                                                      core::deadline limit) {
  params values{conversation.str()};
  auto row = co_await db_.read_one("read_conversation", tenant, read_conversation, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return core::make_error(core::errc::not_found);
  co_return core::json_text{std::move(**row)};
}

rt::task<core::result<core::json_text>> conversation_repository::rename(const auth::tenant_context& tenant,
                                                                        core::conversation_id conversation,
                                                                        std::string title, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto rows = tx.exec(rename_conversation, {conversation.str(), title});
    if (rows.empty()) return core::make_error(core::errc::not_found);
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("rename_conversation", tenant, limit, work);
}

rt::task<core::result<deleted_conversation>> conversation_repository::remove(const auth::tenant_context& tenant,
                                                                             core::conversation_id conversation,
                                                                             core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<deleted_conversation> {
    const auto running = tx.exec(unfinished_runs, {conversation.str()});
    if (!tx.exec(delete_conversation, {conversation.str()})[0][0].as<bool>()) {
      return core::make_error(core::errc::not_found);
    }
    deleted_conversation out;
    for (const auto& row : running) out.runs.push_back(core::run_id::parse(row[0].c_str()).value());
    return out;
  };
  co_return co_await db_.transact("delete_conversation", tenant, limit, work);
}

rt::task<core::result<core::json_text>> conversation_repository::add_messages(const auth::tenant_context& tenant,
                                                                              core::conversation_id conversation,
                                                                              std::vector<saved_message> messages,
                                                                              core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    std::string out = "{\"messages\":[";
    for (const auto& m : messages) {
      std::optional<std::string> parts;
      if (m.parts) parts = m.parts->text;
      const auto rows = tx.exec(save_message, {conversation.str(), m.role, m.content, parts});
      if (rows.empty()) return core::make_error(core::errc::not_found);
      out += (out.back() == '[' ? "" : ",") + std::string(rows[0][0].c_str());
    }
    return core::json_text{out + "]}"};
  };
  co_return co_await db_.transact("add_messages", tenant, limit, work);
}

}  // namespace switchboard::store::pg
