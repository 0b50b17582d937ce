#include "store/pg/workspace_repository.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_workspace =
    "json_build_object('id', w.id, 'name', w.name, 'role', m.role, 'created_at', w.created_at, "
    "'updated_at', w.updated_at)";
// Only the caller's own membership.
const std::string mine =
    "workspaces w JOIN workspace_members m ON m.workspace_id = w.id AND m.user_id = app.current_user_id()";

// See database::read_one for the form of these statements. NULL: not in the workspace.
const statement list_workspaces{"list_workspaces",
                                "SELECT (SELECT json_build_object('workspaces', coalesce((SELECT "
                                "json_agg(page.j) FROM (SELECT " +
                                    row_of_workspace + " AS j FROM " + mine +
                                    " ORDER BY w.name, w.id LIMIT $2::int OFFSET $3::int) page), '[]'), "
                                    "'total', (SELECT count(*) FROM " +
                                    mine +
                                    ")) WHERE me.uid IS NOT NULL) FROM (SELECT "
                                    "set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement read_workspace{"read_workspace", "SELECT (SELECT " + row_of_workspace + " FROM " + mine +
                                                     " WHERE me.uid IS NOT NULL AND w.id = $2::uuid) FROM (SELECT "
                                                     "set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};
const statement create_workspace{"create_workspace",
                                 "SELECT json_build_object('id', w.id, 'name', w.name, 'role', 'owner', 'created_at', "
                                 "w.created_at, 'updated_at', w.updated_at) FROM app.create_workspace($1) w"};
const statement rename_workspace{"rename_workspace",
                                 "UPDATE workspaces w SET name = $2 FROM workspace_members m "
                                 "WHERE w.id = $1::uuid AND m.workspace_id = w.id AND m.user_id = "
                                 "app.current_user_id() RETURNING " +
                                     row_of_workspace};
const statement delete_workspace{"delete_workspace", "DELETE FROM workspaces WHERE id = $1::uuid RETURNING id"};

const statement may_export{"may_export", "SELECT app.is_admin($1::uuid)"};
const statement tables_of_export{"tables_of_export", "SELECT unnest(app.export_tables())"};
const statement rows_of_export{"rows_of_export",
                               "SELECT lines, last, row_count FROM app.export_page($1::uuid, $2, $3::jsonb, 50)"};

}  // namespace

workspace_repository::answer workspace_repository::read_or_forbid(std::string_view where,
                                                                  const auth::tenant_context& tenant,
                                                                  const statement& s, params values,
                                                                  core::deadline limit) {
  auto row = co_await db_.read_one(where, tenant, s, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return core::make_error(core::errc::forbidden);
  co_return core::json_text{std::move(**row)};
}

workspace_repository::answer workspace_repository::list(const auth::tenant_context& tenant, page p,
                                                        core::deadline limit) {
  params values{std::to_string(p.limit), std::to_string(p.offset)};
  co_return co_await read_or_forbid("list_workspaces", tenant, list_workspaces, std::move(values), limit);
}

workspace_repository::answer workspace_repository::create(const auth::tenant_context& tenant, std::string name,
                                                          core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    return core::json_text{tx.exec(create_workspace, {name})[0][0].c_str()};
  };
  co_return co_await db_.transact("create_workspace", tenant, limit, work);
}

workspace_repository::answer workspace_repository::read(const auth::tenant_context& tenant, core::workspace_id id,
                                                        core::deadline limit) {
  params values{id.str()};
  co_return co_await read_or_forbid("read_workspace", tenant, read_workspace, std::move(values), limit);
}

workspace_repository::answer workspace_repository::rename(const auth::tenant_context& tenant, core::workspace_id id,
                                                          std::string name, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto rows = tx.exec(rename_workspace, {id.str(), name});
    if (rows.empty()) return core::make_error(core::errc::forbidden);
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("rename_workspace", tenant, limit, work);
}

workspace_repository::done workspace_repository::remove(const auth::tenant_context& tenant, core::workspace_id id,
                                                        core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (tx.exec(delete_workspace, {id.str()}).empty()) return core::make_error(core::errc::forbidden);
    return {};
  };
  co_return co_await db_.transact("delete_workspace", tenant, limit, work);
}

rt::task<core::result<std::vector<std::string>>> workspace_repository::export_tables(const auth::tenant_context& tenant,
                                                                                     core::workspace_id id,
                                                                                     core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<std::vector<std::string>> {
    if (!tx.exec(may_export, {id.str()})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    std::vector<std::string> out;
    for (const auto& row : tx.exec(tables_of_export)) out.emplace_back(row[0].c_str());
    return out;
  };
  co_return co_await db_.transact("export_tables", tenant, limit, work, access::read_only, id.str());
}

rt::task<core::result<export_page>> workspace_repository::export_rows(const auth::tenant_context& tenant,
                                                                      core::workspace_id id, std::string table,
                                                                      std::optional<std::string> after,
                                                                      core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<export_page> {
    const auto row = tx.exec(rows_of_export, {id.str(), table, after})[0];
    export_page out;
    out.rows = row[2].as<std::int64_t>();
    if (out.rows == 0) return out;
    out.lines = std::string(row[0].c_str()) + "\n";
    out.last = row[1].c_str();
    return out;
  };
  co_return co_await db_.transact("export_rows", tenant, limit, work, access::read_only, id.str());
}

}  // namespace switchboard::store::pg
