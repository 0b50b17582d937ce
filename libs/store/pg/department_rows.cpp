// The departments of the catalog.
#include "store/pg/catalog_repository.hpp"
#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_department =
    "json_build_object('id', d.id, 'name', d.name, 'slug', d.slug, 'description', d.description, 'created_at', "
    "d.created_at, 'updated_at', d.updated_at)";
const statement list_departments{
    "list_departments",
    "SELECT (SELECT json_build_object('departments', coalesce((SELECT json_agg(page.row) FROM (SELECT " +
        row_of_department +
        " AS row FROM departments d ORDER BY d.name, d.id LIMIT $2::int OFFSET $3::int) page), '[]'), 'total', (SELECT "
        "count(*) FROM departments)) WHERE me.uid IS NOT NULL) FROM (SELECT set_config('switchboard.user_id', $1, "
        "true) "
        "AS uid OFFSET 0) me"};
const statement is_platform_admin{"is_platform_admin", "SELECT app.is_platform_admin()"};
const statement slug_is_taken{"department_slug_is_taken",
                              "SELECT 1 FROM departments o WHERE o.slug = $1::jsonb->>'slug' AND o.id IS DISTINCT FROM "
                              "$2::uuid"};
const statement create_department_row{"create_department",
                                      "INSERT INTO departments AS d (name, slug, description) SELECT q.d->>'name', "
                                      "q.d->>'slug', q.d->>'description' FROM "
                                      "(SELECT $1::jsonb AS d) q RETURNING " +
                                          row_of_department};
const statement lock_department{"lock_department",
                                "SELECT " + row_of_department + " FROM departments d WHERE d.id = $1::uuid FOR UPDATE"};
const statement change_department_row{
    "change_department",
    "UPDATE departments AS d SET (name, slug, description) = (SELECT n.name, n.slug, n.description FROM "
    "jsonb_populate_record(d, $2::jsonb) n) WHERE d.id = $1::uuid RETURNING " +
        row_of_department};
const statement delete_department{"delete_department", "DELETE FROM departments WHERE id = $1::uuid"};

core::result<void> lock_row(tenant_tx& tx, const std::string& department, const wire::precondition& asked) {
  if (!tx.exec(is_platform_admin)[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
  const auto now = tx.exec(lock_department, {department});
  if (now.empty()) return core::make_error(core::errc::not_found);
  return check(asked, now);
}

core::error slug_taken() {
  return core::make_error(core::errc::conflict, "Another department has this slug.");
}

}  // namespace

rt::task<core::result<core::json_text>> catalog_repository::departments(const auth::tenant_context& tenant, page part,
                                                                        core::deadline limit) {
  params values;
  append(values, part);
  co_return co_await read_document(db_, "list_departments", tenant, list_departments, std::move(values),
                                   core::errc::not_found, limit);
}

rt::task<core::result<core::json_text>> catalog_repository::create_department(const auth::tenant_context& tenant,
                                                                              core::json_text fields,
                                                                              core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (!tx.exec(is_platform_admin)[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (!tx.exec(slug_is_taken, {fields.text, std::nullopt}).empty()) return slug_taken();
    return core::json_text{tx.exec(create_department_row, {fields.text})[0][0].c_str()};
  };
  co_return co_await db_.transact("create_department", tenant, limit, work);
}

rt::task<core::result<core::json_text>> catalog_repository::change_department(const auth::tenant_context& tenant,
                                                                              department_id department,
                                                                              core::json_text fields,
                                                                              wire::precondition asked,
                                                                              core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto id = department.str();
    if (auto ok = lock_row(tx, id, asked); !ok) return ok.error();
    if (!tx.exec(slug_is_taken, {fields.text, id}).empty()) return slug_taken();
    return core::json_text{tx.exec(change_department_row, {id, fields.text})[0][0].c_str()};
  };
  co_return co_await db_.transact("change_department", tenant, limit, work);
}

rt::task<core::result<void>> catalog_repository::remove_department(const auth::tenant_context& tenant,
                                                                   department_id department, wire::precondition asked,
                                                                   core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (auto ok = lock_row(tx, department.str(), asked); !ok) return ok.error();
    tx.exec(delete_department, {department.str()});
    return {};
  };
  co_return co_await db_.transact("delete_department", tenant, limit, work);
}

}  // namespace switchboard::store::pg
