#include "store/pg/catalog_repository.hpp"

#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

// c is the agent, d the same with the definition of its newest version.
const std::string definition_of_d =
    "'name', d.name, 'description', d.description, 'avatar_url', d.avatar_url, 'model', d.model, 'system_prompt', "
    "d.system_prompt, 'tools', d.tools, 'permission_mode', d.permission_mode, 'max_turns', d.max_turns, 'config', "
    "d.config";
const std::string row_of_agent = "json_build_object('id', c.id, 'slug', c.slug, 'department_id', c.department_id, " +
                                 definition_of_d +
                                 ", 'is_enabled', c.is_enabled, 'is_head', c.is_head, 'current_version', "
                                 "c.current_version, 'published_version', c.published_version, 'created_at', "
                                 "c.created_at, 'updated_at', c.updated_at)";
const std::string with_draft =
    "FROM ai_agents c LEFT JOIN ai_agent_versions v ON v.ai_agent_id = c.id AND v.version = c.current_version "
    "CROSS JOIN LATERAL jsonb_populate_record(c, coalesce(v.snapshot, '{}')) d ";
const std::string definition_columns =
    "(name, description, avatar_url, model, system_prompt, tools, permission_mode, max_turns, config)";
const std::string definition_of_n =
    "n.name, n.description, n.avatar_url, n.model, n.system_prompt, n.tools, n.permission_mode, n.max_turns, n.config";
const std::string as_caller = " FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me";
const std::string for_admins = "SELECT (SELECT CASE WHEN NOT app.is_platform_admin() THEN 'forbidden' ELSE (";
const std::string end_for_admins = ")::text END WHERE me.uid IS NOT NULL)" + as_caller;

const std::string searched =
    "WHERE $2 = '' OR position(lower($2) IN lower(d.name || ' ' || coalesce(d.description, ''))) > 0";
const statement list_catalog{
    "list_catalog",
    for_admins + "SELECT json_build_object('agents', coalesce((SELECT json_agg(page.row) FROM (SELECT " + row_of_agent +
        " AS row " + with_draft + searched +
        " ORDER BY c.name, c.id LIMIT $3::int OFFSET $4::int) page), '[]'), 'total', (SELECT count(*) " + with_draft +
        searched + "))" + end_for_admins};
const statement read_catalog{"read_catalog", for_admins + "SELECT " + row_of_agent + " " + with_draft +
                                                 "WHERE c.id = $2::uuid" + end_for_admins};
const statement list_versions{
    "list_catalog_versions",
    for_admins +
        "SELECT json_build_object('versions', coalesce((SELECT json_agg(row_to_json(page)) FROM (SELECT v.version, "
        "v.snapshot AS definition, v.created_by, v.created_at, v.published_at, v.version = c.published_version IS TRUE "
        "AS is_published FROM ai_agent_versions v WHERE v.ai_agent_id = c.id ORDER BY v.version DESC LIMIT $3::int "
        "OFFSET $4::int) page), '[]'), 'total', (SELECT count(*) FROM ai_agent_versions v WHERE v.ai_agent_id = c.id)) "
        "FROM ai_agents c WHERE c.id = $2::uuid" +
        end_for_admins};

const statement is_platform_admin{"is_platform_admin", "SELECT app.is_platform_admin()"};
const statement lock_agent{"lock_catalog_agent",
                           "SELECT " + row_of_agent + " " + with_draft + "WHERE c.id = $1::uuid FOR UPDATE OF c"};
const statement show_agent{"show_catalog_agent", "SELECT " + row_of_agent + " " + with_draft + "WHERE c.id = $1::uuid"};
// $1 placement, $2 the agent itself or NULL.
const statement misplaced{
    "catalog_agent_is_misplaced",
    "SELECT EXISTS (SELECT FROM ai_agents o WHERE o.slug = $1::jsonb->>'slug' AND o.id IS DISTINCT FROM $2::uuid), "
    "$1::jsonb->>'department_id' IS NOT NULL AND NOT EXISTS (SELECT FROM departments p WHERE p.id = "
    "($1::jsonb->>'department_id')::uuid)"};
const statement create_agent{
    "create_catalog_agent",
    "INSERT INTO ai_agents (slug, department_id, is_enabled, is_head, name, description, avatar_url, model, "
    "system_prompt, tools, permission_mode, max_turns, config) SELECT p->>'slug', (p->>'department_id')::uuid, "
    "coalesce((p->>'is_enabled')::bool, true), coalesce((p->>'is_head')::bool, false), d->>'name', d->>'description', "
    "d->>'avatar_url', coalesce(d->>'model', 'sonnet'), d->>'system_prompt', ARRAY(SELECT "
    "jsonb_array_elements_text(coalesce(d->'tools', '[]'))), coalesce(d->>'permission_mode', 'default'), "
    "coalesce((d->>'max_turns')::int, 10), coalesce(d->'config', '{}') FROM (SELECT $1::jsonb AS d, $2::jsonb AS p) q "
    "RETURNING id"};
const statement first_version{
    "first_catalog_version",
    "INSERT INTO ai_agent_versions (ai_agent_id, version, snapshot, created_by) SELECT d.id, d.current_version, "
    "jsonb_build_object(" +
        definition_of_d + "), $2::uuid FROM ai_agents d WHERE d.id = $1::uuid"};
const statement place_agent{
    "place_catalog_agent",
    "UPDATE ai_agents AS c SET (slug, department_id, is_enabled, is_head) = (SELECT n.slug, n.department_id, "
    "n.is_enabled, n.is_head FROM jsonb_populate_record(c, $2::jsonb) n) WHERE c.id = $1::uuid"};
const statement next_version{
    "next_catalog_version",
    "INSERT INTO ai_agent_versions (ai_agent_id, version, snapshot, created_by) SELECT c.id, c.current_version + 1, "
    "jsonb_build_object(" +
        definition_of_d + ") || $2::jsonb, $3::uuid " + with_draft + "WHERE c.id = $1::uuid"};
const statement count_version{
    "count_catalog_version",
    "UPDATE ai_agents SET current_version = current_version + 1 WHERE id = $1::uuid RETURNING "
    "published_version IS NULL"};
// The row holds what is published; before that, the draft.
const statement take_definition{
    "take_catalog_definition", "UPDATE ai_agents AS c SET " + definition_columns + " = (SELECT " + definition_of_n +
                                   " FROM ai_agent_versions v CROSS JOIN LATERAL jsonb_populate_record(c, v.snapshot) "
                                   "n WHERE v.ai_agent_id = c.id AND v.version = coalesce($2::int, c.current_version)) "
                                   "WHERE c.id = $1::uuid"};
const statement delete_agent{"delete_catalog_agent",
                             "DELETE FROM ai_agents WHERE id = $1::uuid AND published_version IS NULL RETURNING 1"};
const statement mark_published{
    "mark_catalog_version_published",
    "UPDATE ai_agent_versions v SET published_at = coalesce(v.published_at, now()) FROM ai_agents c WHERE c.id = "
    "$1::uuid AND v.ai_agent_id = c.id AND v.version = coalesce($2::int, c.current_version) RETURNING v.version"};
const statement publish_version{"publish_catalog_version",
                                "UPDATE ai_agents SET published_version = $2::int WHERE id = $1::uuid"};

core::result<void> check_admin(tenant_tx& tx) {
  if (tx.exec(is_platform_admin)[0][0].as<bool>()) return {};
  return core::make_error(core::errc::forbidden);
}

core::result<void> check_placement(tenant_tx& tx, const core::json_text& placement,
                                   const std::optional<std::string>& agent) {
  const auto wrong = tx.exec(misplaced, {placement.text, agent});
  if (wrong[0][0].as<bool>()) {
    return core::make_error(core::errc::conflict, "Another catalog agent has this slug.");
  }
  if (wrong[0][1].as<bool>()) return core::make_field_error("department_id", "is no department");
  return {};
}

// The agent, locked, where the caller may change it and it is what they asked for.
core::result<void> lock_row(tenant_tx& tx, const std::string& agent, const wire::precondition& asked) {
  if (auto ok = check_admin(tx); !ok) return ok.error();
  const auto now = tx.exec(lock_agent, {agent});
  if (now.empty()) return core::make_error(core::errc::not_found);
  return check(asked, now);
}

core::json_text shown(tenant_tx& tx, const std::string& agent) {
  return {tx.exec(show_agent, {agent})[0][0].c_str()};
}

}  // namespace

rt::task<core::result<core::json_text>> catalog_repository::list(const auth::tenant_context& tenant, std::string search,
                                                                 page part, core::deadline limit) {
  params values{std::move(search)};
  append(values, part);
  co_return co_await read_document(db_, "list_catalog", tenant, list_catalog, std::move(values), core::errc::forbidden,
                                   limit);
}

rt::task<core::result<core::json_text>> catalog_repository::read(const auth::tenant_context& tenant,
                                                                 core::catalog_agent_id agent, core::deadline limit) {
  params values{agent.str()};
  co_return co_await read_document(db_, "read_catalog", tenant, read_catalog, std::move(values), core::errc::not_found,
                                   limit);
}

rt::task<core::result<core::json_text>> catalog_repository::create(const auth::tenant_context& tenant,
                                                                   catalog_fields fields, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (auto ok = check_admin(tx); !ok) return ok.error();
    if (auto ok = check_placement(tx, fields.placement, std::nullopt); !ok) return ok.error();
    const std::string agent = tx.exec(create_agent, {fields.definition.text, fields.placement.text})[0][0].c_str();
    tx.exec(first_version, {agent, tenant.user_id().str()});
    return shown(tx, agent);
  };
  co_return co_await db_.transact("create_catalog_agent", tenant, limit, work);
}

rt::task<core::result<core::json_text>> catalog_repository::change(const auth::tenant_context& tenant,
                                                                   core::catalog_agent_id agent, catalog_fields fields,
                                                                   wire::precondition asked, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto id = agent.str();
    if (auto ok = lock_row(tx, id, asked); !ok) return ok.error();
    if (auto ok = check_placement(tx, fields.placement, id); !ok) return ok.error();
    if (fields.placement.text != "{}") tx.exec(place_agent, {id, fields.placement.text});
    if (fields.definition.text != "{}") {
      tx.exec(next_version, {id, fields.definition.text, tenant.user_id().str()});
      const bool is_draft = tx.exec(count_version, {id})[0][0].as<bool>();
      if (is_draft) tx.exec(take_definition, {id, std::nullopt});
    }
    return shown(tx, id);
  };
  co_return co_await db_.transact("change_catalog_agent", tenant, limit, work);
}

rt::task<core::result<void>> catalog_repository::remove(const auth::tenant_context& tenant,
                                                        core::catalog_agent_id agent, wire::precondition asked,
                                                        core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (auto ok = lock_row(tx, agent.str(), asked); !ok) return ok.error();
    if (!tx.exec(delete_agent, {agent.str()}).empty()) return {};
    return core::make_error(core::errc::conflict, "A published agent cannot be deleted; disable it.");
  };
  co_return co_await db_.transact("delete_catalog_agent", tenant, limit, work);
}

rt::task<core::result<core::json_text>> catalog_repository::versions(const auth::tenant_context& tenant,
                                                                     core::catalog_agent_id agent, page part,
                                                                     core::deadline limit) {
  params values{agent.str()};
  append(values, part);
  co_return co_await read_document(db_, "list_catalog_versions", tenant, list_versions, std::move(values),
                                   core::errc::not_found, limit);
}

rt::task<core::result<core::json_text>> catalog_repository::publish(const auth::tenant_context& tenant,
                                                                    core::catalog_agent_id agent,
                                                                    std::optional<std::int64_t> version,
                                                                    wire::precondition asked, core::deadline limit) {
  std::optional<std::string> wanted;
  if (version) wanted = std::to_string(*version);
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto id = agent.str();
    if (auto ok = lock_row(tx, id, asked); !ok) return ok.error();
    const auto marked = tx.exec(mark_published, {id, wanted});
    if (marked.empty()) return core::make_field_error("version", "is no version of this agent");
    const std::string published = marked[0][0].c_str();
    tx.exec(publish_version, {id, published});
    tx.exec(take_definition, {id, published});
    return shown(tx, id);
  };
  co_return co_await db_.transact("publish_catalog_agent", tenant, limit, work);
}

}  // namespace switchboard::store::pg
