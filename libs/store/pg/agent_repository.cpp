#include "store/pg/agent_repository.hpp"

#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

// Seed 003's row of a hired agent.
const std::string row_of_agent =
    "json_build_object('id', a.id, 'workspace_id', a.workspace_id, 'ai_agent_id', a.ai_agent_id, 'name', a.name, "
    "'description', a.description, 'avatar_url', a.avatar_url, 'system_prompt', a.system_prompt, 'model', a.model, "
    "'tools', a.tools, 'is_active', a.is_active, 'hired_at', a.hired_at, 'created_by', a.created_by)";

const statement is_member{"is_member", "SELECT app.is_member($1::uuid)"};
const statement is_in_catalog{"is_in_catalog",
                              "SELECT 1 FROM ai_agents WHERE id = $1::uuid AND is_enabled "
                              "AND published_version IS NOT NULL"};
// No row: it is hired already.
const statement hire_agent{
    "hire_agent",
    "INSERT INTO agents AS a (workspace_id, ai_agent_id, name, description, avatar_url, system_prompt, tools, model, "
    "permission_mode, max_turns, created_by) "
    "SELECT $2::uuid, c.id, c.name, c.description, c.avatar_url, c.system_prompt, c.tools, c.model, "
    "c.permission_mode, c.max_turns, $3::uuid FROM ai_agents c WHERE c.id = $1::uuid AND c.is_enabled "
    "AND c.published_version IS NOT NULL "
    "ON CONFLICT (workspace_id, ai_agent_id) WHERE unhired_at IS NULL DO NOTHING RETURNING " +
        row_of_agent};
const statement agent_exists{"agent_exists", "SELECT 1 FROM agents WHERE id = $1::uuid AND unhired_at IS NULL"};
const statement unhire_agent{"unhire_agent",
                             "UPDATE agents SET unhired_at = now(), is_active = false "
                             "WHERE id = $1::uuid AND unhired_at IS NULL RETURNING id"};
const statement read_agent{"read_agent", "SELECT (SELECT " + row_of_agent +
                                             " FROM agents a WHERE me.uid IS NOT NULL AND a.id = $2::uuid "
                                             "AND a.unhired_at IS NULL) FROM (SELECT set_config('switchboard.user_id', "
                                             "$1, true) AS uid OFFSET 0) me"};
// For a member who may not change the agent this finds nothing, like the change itself.
const statement lock_agent{
    "lock_agent",
    "SELECT " + row_of_agent + " FROM agents a WHERE a.id = $1::uuid AND a.unhired_at IS NULL FOR UPDATE"};
const statement change_agent{
    "change_agent",
    "UPDATE agents AS a SET name = coalesce($2, name), system_prompt = coalesce($3, system_prompt), "
    "model = coalesce($4, model), tools = CASE WHEN $5::text IS NULL THEN tools ELSE "
    "ARRAY(SELECT json_array_elements_text($5::json)) END, is_active = coalesce($6::bool, is_active) "
    "WHERE a.id = $1::uuid AND a.unhired_at IS NULL RETURNING " +
        row_of_agent};

// What a change that touched no row means: nothing there to see, or not theirs to change.
core::error why_untouched(tenant_tx& tx, const std::string& agent) {
  return core::make_error(tx.exec(agent_exists, {agent}).empty() ? core::errc::not_found : core::errc::forbidden);
}

}  // namespace

rt::task<core::result<core::json_text>> agent_repository::hire(const auth::tenant_context& tenant,
                                                               core::catalog_agent_id agent,
                                                               core::workspace_id workspace, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (!tx.exec(is_member, {workspace.str()})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (tx.exec(is_in_catalog, {agent.str()}).empty()) return core::make_error(core::errc::not_found);
    const auto rows = tx.exec(hire_agent, {agent.str(), workspace.str(), tenant.user_id().str()});
    if (rows.empty()) return core::make_error(core::errc::already_hired);
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("hire_agent", tenant, limit, work);
}

rt::task<core::result<void>> agent_repository::unhire(const auth::tenant_context& tenant, core::agent_id agent,
                                                      core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (tx.exec(unhire_agent, {agent.str()}).empty()) return why_untouched(tx, agent.str());
    return {};
  };
  co_return co_await db_.transact("unhire_agent", tenant, limit, work);
}

rt::task<core::result<core::json_text>> agent_repository::read(const auth::tenant_context& tenant, core::agent_id agent,
                                                               core::deadline limit) {
  params values{agent.str()};
  auto row = co_await db_.read_one("read_agent", tenant, read_agent, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return core::make_error(core::errc::not_found);
  co_return core::json_text{std::move(**row)};
}

rt::task<core::result<core::json_text>> agent_repository::change(const auth::tenant_context& tenant,
                                                                 core::agent_id agent, agent_changes changes,
                                                                 wire::precondition asked, core::deadline limit) {
  std::optional<std::string> tools;
  if (changes.tools) tools = core::dump_strings(*changes.tools);
  std::optional<std::string> active;
  if (changes.is_active) active = *changes.is_active ? "true" : "false";
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (auto ok = check(asked, tx.exec(lock_agent, {agent.str()})); !ok) return ok.error();
    const auto rows =
        tx.exec(change_agent, {agent.str(), changes.name, changes.system_prompt, changes.model, tools, active});
    if (rows.empty()) return why_untouched(tx, agent.str());
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("change_agent", tenant, limit, work);
}

}  // namespace switchboard::store::pg
