#include "store/pg/operator_repository.hpp"

#include <string_view>

namespace switchboard::store::pg {
namespace {

const statement set_admin{
    "set_platform_admin",
    "INSERT INTO profiles AS p (issuer, subject, is_platform_admin) VALUES ($1, $2, $3::bool) "
    "ON CONFLICT (issuer, subject) DO UPDATE SET is_platform_admin = excluded.is_platform_admin RETURNING id"};
const statement list_runs{
    "list_unfinished_runs",
    "SELECT string_agg(json_build_object('id', r.id, 'status', r.status, 'workspace', w.name, 'user', p.email, "
    "'agent', "
    "a.name, 'since', r.created_at, 'server', r.server_id, 'cancel_requested_at', r.cancel_requested_at)::text, E'\\n' "
    "ORDER BY r.created_at, r.id) FROM agent_runs r JOIN workspaces w ON w.id = r.workspace_id JOIN profiles p ON p.id "
    "= "
    "r.user_id JOIN agents a ON a.id = r.agent_id WHERE r.finished_at IS NULL"};
const statement ask_cancel{"ask_cancel",
                           "UPDATE agent_runs SET cancel_requested_at = coalesce(cancel_requested_at, now()) "
                           "WHERE id = $1::uuid AND finished_at IS NULL RETURNING id"};
const statement find_presence{"find_presence", "SELECT finished_at IS NULL FROM agent_runs WHERE id = $1::uuid"};
const statement abandon_run{"abandon_run",
                            "SELECT app.abandon_run($1::uuid, 'cancelled', 'The turn was ended by an operator.')"};
const statement list_complaints{
    "list_complaints",
    "SELECT concat_ws(E'\\n', CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR "
    "rolbypassrls)) THEN 'the role ' || current_user || ' goes around row-level security' END, "
    "CASE WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner "
    "= "
    "current_user::regrole) THEN 'the role ' || current_user || ' owns tables: serve with another' END, "
    "CASE WHEN to_regclass('public.alembic_version') IS NULL THEN 'the database has no schema: switchboard-migrate up' "
    "END)"};
const statement asked_to_end{"asked_to_end", "SELECT app.cancel_requests($1)"};

constexpr std::size_t uuid_size = 36;

}  // namespace

rt::task<core::result<std::string>> operator_repository::set_standing(std::string issuer, std::string subject,
                                                                      standing s, core::deadline limit) {
  params values{std::move(issuer), std::move(subject), s == standing::platform_admin ? "true" : "false"};
  const auto row = co_await db_.read_anonymous("set_platform_admin", set_admin, std::move(values), limit);
  if (!row) co_return row.error();
  co_return row->value_or("");
}

rt::task<core::result<std::string>> operator_repository::unfinished_runs(core::deadline limit) {
  params none;
  const auto rows = co_await db_.read_anonymous("list_runs", list_runs, std::move(none), limit);
  if (!rows) co_return rows.error();
  co_return rows->value_or("");
}

rt::task<core::result<run_presence>> operator_repository::presence(core::run_id run, core::deadline limit) {
  params values{run.str()};
  const auto row = co_await db_.read_anonymous("find_presence", find_presence, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return run_presence::absent;
  co_return **row == "t" ? run_presence::unfinished : run_presence::finished;
}

rt::task<core::result<run_presence>> operator_repository::request_cancel(core::run_id run, core::deadline limit) {
  params values{run.str()};
  const auto row = co_await db_.read_anonymous("ask_cancel", ask_cancel, std::move(values), limit);
  if (!row) co_return row.error();
  if (*row) co_return run_presence::unfinished;
  co_return co_await presence(run, limit);
}

rt::task<core::result<void>> operator_repository::abandon(core::run_id run, core::deadline limit) {
  params values{run.str()};
  const auto row = co_await db_.read_anonymous("abandon_run", abandon_run, std::move(values), limit);
  if (!row) co_return row.error();
  co_return core::result<void>();
}

rt::task<core::result<std::string>> operator_repository::complaints(core::deadline limit) {
  params none;
  const auto rows = co_await db_.read_anonymous("list_complaints", list_complaints, std::move(none), limit);
  if (!rows) co_return rows.error();
  co_return rows->value_or("");
}

rt::task<core::result<std::vector<core::run_id>>> operator_repository::cancel_requests(std::string server_id,
                                                                                       core::deadline limit) {
  params values{std::move(server_id)};
  const auto row = co_await db_.read_anonymous("asked_to_end", asked_to_end, std::move(values), limit);
  if (!row) co_return row.error();
  std::vector<core::run_id> out;
  const auto list = row->value_or("");
  for (std::size_t at = 0; at < list.size(); at += uuid_size + 1) {
    if (const auto id = core::run_id::parse(std::string_view(list).substr(at, uuid_size))) out.push_back(*id);
  }
  co_return out;
}

}  // namespace switchboard::store::pg
