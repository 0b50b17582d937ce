#include "store/pg/tool_access_repository.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_policy =
    "json_build_object('id', p.id, 'workspace_id', p.workspace_id, 'agent_id', p.agent_id, 'role', p.role, "
    "'tool_pattern', p.tool_pattern, 'behavior', p.behavior, 'created_by', p.created_by, 'created_at', p.created_at, "
    "'updated_at', p.updated_at)";

const statement is_admin{"is_admin", "SELECT app.is_admin($1::uuid)"};
const statement agent_is_there{"agent_is_there",
                               "SELECT 1 FROM agents WHERE id = $1::uuid AND workspace_id = $2::uuid"};
// See database::read_one for the form of these. NULL: not a member, or no admin.
const statement list_policies{
    "tool_policies",
    "SELECT (SELECT json_build_object('policies', coalesce((SELECT json_agg(" + row_of_policy +
        " ORDER BY p.tool_pattern, p.role NULLS FIRST, p.created_at, p.id) FROM agent_tool_policies p "
        "WHERE p.workspace_id = $2::uuid), '[]'), 'total', (SELECT count(*) FROM agent_tool_policies p "
        "WHERE p.workspace_id = $2::uuid)) WHERE me.uid IS NOT NULL AND app.is_member($2::uuid)) "
        "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement set_one{
    "set_tool_policy",
    "INSERT INTO agent_tool_policies AS p (workspace_id, agent_id, role, tool_pattern, behavior, created_by) "
    "VALUES ($1, $2, $3, $4, $5, app.current_user_id()) ON CONFLICT (workspace_id, tool_pattern, agent_id, role) "
    "DO UPDATE SET behavior = excluded.behavior RETURNING " +
        row_of_policy};
const statement drop_one{"drop_tool_policy",
                         "DELETE FROM agent_tool_policies WHERE workspace_id = $1 AND id = $2 RETURNING id"};
const statement list_calls{"list_tool_calls", R"sql(
SELECT (SELECT json_build_object(
  'tool_calls', coalesce((SELECT json_agg(row_to_json(page)) FROM (
      SELECT t.id, t.tool_name, t.tool_call_id, t.agent_id, a.name AS agent_name, t.user_id, u.email AS user_email,
             t.conversation_id, t.run_id, t.args, t.outcome, t.outcome = 'ok' AS success, t.error_message,
             t.result_bytes, t.duration_ms, t.created_at, t.finished_at
        FROM tool_calls t LEFT JOIN agents a ON a.id = t.agent_id LEFT JOIN profiles u ON u.id = t.user_id
       WHERE t.workspace_id = $2::uuid AND ($3::uuid IS NULL OR t.agent_id = $3::uuid)
         AND ($4::uuid IS NULL OR t.run_id = $4::uuid) AND ($5 = '' OR t.tool_name = $5) AND ($6 = '' OR t.outcome = $6)
         AND ($7::uuid IS NULL OR (t.created_at, t.id) <
              (SELECT b.created_at, b.id FROM tool_calls b WHERE b.id = $7::uuid AND b.workspace_id = $2::uuid))
       ORDER BY t.created_at DESC, t.id DESC LIMIT $8::int) page), '[]'),
  'total', (SELECT count(*) FROM tool_calls t
       WHERE t.workspace_id = $2::uuid AND ($3::uuid IS NULL OR t.agent_id = $3::uuid)
         AND ($4::uuid IS NULL OR t.run_id = $4::uuid) AND ($5 = '' OR t.tool_name = $5) AND ($6 = '' OR t.outcome = $6)))
  WHERE me.uid IS NOT NULL AND app.is_admin($2::uuid))
FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me)sql"};

template<class Id>
std::optional<std::string> text_of(const std::optional<Id>& id) {
  if (!id) return std::nullopt;
  return id->str();
}

core::result<core::json_text> shown_to_members(core::result<std::optional<std::string>> found) {
  if (!found) return found.error();
  if (!*found) return core::make_error(core::errc::forbidden);
  return core::json_text{std::move(**found)};
}

}  // namespace

rt::task<core::result<core::json_text>> tool_access_repository::policies(const auth::tenant_context& tenant,
                                                                         core::workspace_id workspace,
                                                                         core::deadline limit) {
  params values{workspace.str()};
  auto found = co_await db_.read_one("tool_policies", tenant, list_policies, std::move(values), limit);
  co_return shown_to_members(std::move(found));
}

rt::task<core::result<core::json_text>> tool_access_repository::set_policy(const auth::tenant_context& tenant,
                                                                           new_tool_policy policy,
                                                                           core::deadline limit) {
  const auto agent = text_of(policy.agent);
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto workspace = policy.workspace.str();
    if (!tx.exec(is_admin, {workspace})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (agent && tx.exec(agent_is_there, {agent, workspace}).empty()) return core::make_error(core::errc::not_found);
    const auto rows = tx.exec(set_one, {workspace, agent, policy.role, policy.tool_pattern, policy.behavior});
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("set_tool_policy", tenant, limit, work);
}

rt::task<core::result<void>> tool_access_repository::drop_policy(const auth::tenant_context& tenant,
                                                                 core::workspace_id workspace, core::uuid policy,
                                                                 core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (!tx.exec(is_admin, {workspace.str()})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (tx.exec(drop_one, {workspace.str(), policy.str()}).empty()) return core::make_error(core::errc::not_found);
    return {};
  };
  co_return co_await db_.transact("drop_tool_policy", tenant, limit, work);
}

rt::task<core::result<core::json_text>> tool_access_repository::calls(const auth::tenant_context& tenant,
                                                                      call_filter filter, core::deadline limit) {
  params values{filter.workspace.str(), text_of(filter.agent),  text_of(filter.run),         filter.tool_name,
                filter.outcome,         text_of(filter.before), std::to_string(filter.limit)};
  auto found = co_await db_.read_one("list_tool_calls", tenant, list_calls, std::move(values), limit);
  co_return shown_to_members(std::move(found));
}

}  // namespace switchboard::store::pg
