#include "store/pg/skill_repository.hpp"

#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_skill =
    "json_build_object('id', s.id, 'workspace_id', s.workspace_id, 'name', s.name, 'display_name', s.display_name, "
    "'description', s.description, 'icon', s.icon, 'content', s.content, 'is_active', s.is_active, 'is_system', "
    "s.is_system, 'created_by', s.created_by, 'created_at', s.created_at, 'updated_at', s.updated_at)";
const std::string as_caller = " FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me";

// $3 is a part of the name or description, or empty.
const std::string searched =
    "FROM agent_skills s WHERE s.workspace_id = $2::uuid AND ($3 = '' OR position(lower($3) IN lower(s.display_name "
    "|| ' ' || s.name || ' ' || s.description)) > 0)";
const statement list_skills{
    "list_skills", "SELECT (SELECT json_build_object('skills', coalesce((SELECT json_agg(page.row) FROM (SELECT " +
                       row_of_skill + " AS row " + searched +
                       " ORDER BY s.name LIMIT $4::int OFFSET $5::int) page), '[]'), 'total', (SELECT count(*) " +
                       searched + ")) WHERE me.uid IS NOT NULL AND app.is_member($2::uuid))" + as_caller};
const statement read_skill{"read_skill", "SELECT (SELECT " + row_of_skill +
                                             " FROM agent_skills s WHERE me.uid IS NOT NULL AND s.id = $2::uuid)" +
                                             as_caller};
const statement list_agent_skills{
    "list_agent_skills",
    "SELECT (SELECT json_build_object('skills', coalesce(json_agg(" + row_of_skill +
        " ORDER BY s.name) FILTER (WHERE s.id IS NOT NULL), '[]'), 'total', count(s.id)) FROM agents a "
        "LEFT JOIN agent_skill_assignments g ON g.agent_id = a.id LEFT JOIN agent_skills s ON s.id = g.skill_id "
        "WHERE me.uid IS NOT NULL AND a.id = $2::uuid AND a.unhired_at IS NULL GROUP BY a.id)" +
        as_caller};

const statement is_admin{"is_admin", "SELECT app.is_admin($1::uuid)"};
const statement name_is_taken{"skill_name_is_taken",
                              "SELECT 1 FROM agent_skills s WHERE s.workspace_id = $1::uuid AND s.name = "
                              "$2::jsonb->>'name'"};
const statement other_has_name{"other_skill_has_name",
                               "SELECT 1 FROM agent_skills o JOIN agent_skills s ON s.workspace_id = o.workspace_id "
                               "WHERE o.id = $1::uuid AND s.id <> o.id AND s.name = $2::jsonb->>'name'"};
const statement create_skill{
    "create_skill",
    "INSERT INTO agent_skills AS s (workspace_id, name, display_name, description, icon, content, is_active, "
    "created_by) SELECT $1::uuid, d->>'name', d->>'display_name', d->>'description', CASE WHEN d ? 'icon' THEN "
    "d->>'icon' ELSE '📋' END, d->>'content', coalesce((d->>'is_active')::bool, true), $3::uuid FROM (SELECT "
    "$2::jsonb AS d) q RETURNING " +
        row_of_skill};
// For a plain member this finds nothing: the lock needs the right to change.
const statement lock_skill{"lock_skill",
                           "SELECT " + row_of_skill + " FROM agent_skills s WHERE s.id = $1::uuid FOR UPDATE"};
const statement change_skill{
    "change_skill",
    "UPDATE agent_skills AS s SET (name, display_name, description, icon, content, is_active) = (SELECT n.name, "
    "n.display_name, n.description, n.icon, n.content, n.is_active FROM jsonb_populate_record(s, $2::jsonb) n) "
    "WHERE s.id = $1::uuid RETURNING " +
        row_of_skill};
const statement delete_skill{"delete_skill",
                             "DELETE FROM agent_skills WHERE id = $1::uuid AND NOT is_system RETURNING 1"};
const statement skill_exists{"skill_exists", "SELECT 1 FROM agent_skills WHERE id = $1::uuid"};

const statement may_assign{
    "may_assign_skill",
    "SELECT EXISTS (SELECT FROM agent_skills s WHERE s.id = $2::uuid AND s.workspace_id = a.workspace_id), "
    "coalesce(a.created_by = app.current_user_id(), false) OR app.is_admin(a.workspace_id) FROM agents a "
    "WHERE a.id = $1::uuid AND a.unhired_at IS NULL"};
const statement assign_skill{"assign_skill",
                             "INSERT INTO agent_skill_assignments (workspace_id, agent_id, skill_id) SELECT "
                             "a.workspace_id, a.id, $2::uuid FROM agents a WHERE a.id = $1::uuid "
                             "ON CONFLICT (agent_id, skill_id) DO NOTHING RETURNING 1"};
const statement show_skill{"show_skill", "SELECT " + row_of_skill + " FROM agent_skills s WHERE s.id = $1::uuid"};
const statement unassign_skill{
    "unassign_skill",
    "DELETE FROM agent_skill_assignments WHERE agent_id = $1::uuid AND skill_id = $2::uuid RETURNING 1"};

core::error name_taken() {
  return core::make_error(core::errc::conflict, "The workspace has a skill of this name already.");
}

// What a change that touched no row means: nothing there to see, or not theirs to change.
core::error why_untouched(tenant_tx& tx, const std::string& skill) {
  return core::make_error(tx.exec(skill_exists, {skill}).empty() ? core::errc::not_found : core::errc::forbidden);
}

core::result<void> check_assignment(tenant_tx& tx, const std::string& agent, const std::string& skill) {
  const auto may = tx.exec(may_assign, {agent, skill});
  if (may.empty() || !may[0][0].as<bool>()) return core::make_error(core::errc::not_found);
  if (!may[0][1].as<bool>()) return core::make_error(core::errc::forbidden);
  return {};
}

}  // namespace

rt::task<core::result<core::json_text>> skill_repository::list(const auth::tenant_context& tenant,
                                                               core::workspace_id workspace, std::string search,
                                                               page part, core::deadline limit) {
  params values{workspace.str(), std::move(search)};
  append(values, part);
  co_return co_await read_document(db_, "list_skills", tenant, list_skills, std::move(values), core::errc::forbidden,
                                   limit);
}

rt::task<core::result<core::json_text>> skill_repository::create(const auth::tenant_context& tenant,
                                                                 core::workspace_id workspace, core::json_text fields,
                                                                 core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (!tx.exec(is_admin, {workspace.str()})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (!tx.exec(name_is_taken, {workspace.str(), fields.text}).empty()) return name_taken();
    const auto rows = tx.exec(create_skill, {workspace.str(), fields.text, tenant.user_id().str()});
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("create_skill", tenant, limit, work);
}

rt::task<core::result<core::json_text>> skill_repository::read(const auth::tenant_context& tenant, skill_id skill,
                                                               core::deadline limit) {
  params values{skill.str()};
  co_return co_await read_document(db_, "read_skill", tenant, read_skill, std::move(values), core::errc::not_found,
                                   limit);
}

rt::task<core::result<core::json_text>> skill_repository::change(const auth::tenant_context& tenant, skill_id skill,
                                                                 core::json_text fields, wire::precondition asked,
                                                                 core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto id = skill.str();
    const auto now = tx.exec(lock_skill, {id});
    if (now.empty()) return why_untouched(tx, id);
    if (auto ok = check(asked, now); !ok) return ok.error();
    if (!tx.exec(other_has_name, {id, fields.text}).empty()) return name_taken();
    return core::json_text{tx.exec(change_skill, {id, fields.text})[0][0].c_str()};
  };
  co_return co_await db_.transact("change_skill", tenant, limit, work);
}

rt::task<core::result<void>> skill_repository::remove(const auth::tenant_context& tenant, skill_id skill,
                                                      wire::precondition asked, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    const auto id = skill.str();
    const auto now = tx.exec(lock_skill, {id});
    if (now.empty()) return why_untouched(tx, id);
    if (auto ok = check(asked, now); !ok) return ok.error();
    if (tx.exec(delete_skill, {id}).empty()) {
      return core::make_error(core::errc::forbidden, "System skills cannot be deleted.");
    }
    return {};
  };
  co_return co_await db_.transact("delete_skill", tenant, limit, work);
}

rt::task<core::result<core::json_text>> skill_repository::list_of_agent(const auth::tenant_context& tenant,
                                                                        core::agent_id agent, core::deadline limit) {
  params values{agent.str()};
  co_return co_await read_document(db_, "list_agent_skills", tenant, list_agent_skills, std::move(values),
                                   core::errc::not_found, limit);
}

rt::task<core::result<assigned_skill>> skill_repository::assign(const auth::tenant_context& tenant,
                                                                core::agent_id agent, skill_id skill,
                                                                core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<assigned_skill> {
    if (auto ok = check_assignment(tx, agent.str(), skill.str()); !ok) return ok.error();
    const bool is_new = !tx.exec(assign_skill, {agent.str(), skill.str()}).empty();
    return assigned_skill{core::json_text{tx.exec(show_skill, {skill.str()})[0][0].c_str()}, is_new};
  };
  co_return co_await db_.transact("assign_skill", tenant, limit, work);
}

rt::task<core::result<void>> skill_repository::unassign(const auth::tenant_context& tenant, core::agent_id agent,
                                                        skill_id skill, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (auto ok = check_assignment(tx, agent.str(), skill.str()); !ok) return ok.error();
    if (tx.exec(unassign_skill, {agent.str(), skill.str()}).empty()) return core::make_error(core::errc::not_found);
    return {};
  };
  co_return co_await db_.transact("unassign_skill", tenant, limit, work);
}

}  // namespace switchboard::store::pg
