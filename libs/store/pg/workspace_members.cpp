// Who is in a workspace, and who may come in.
#include "store/pg/workspace_repository.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_member =
    "json_build_object('user_id', m.user_id, 'role', m.role, 'email', p.email, 'full_name', p.full_name, 'avatar_url', "
    "p.avatar_url, 'created_at', m.created_at)";
const std::string row_of_invitation =
    "json_build_object('id', i.id, 'workspace_id', i.workspace_id, 'email', i.email, 'role', i.role, 'invited_by', "
    "i.invited_by, 'expires_at', i.expires_at, 'created_at', i.created_at)";
const std::string open_invitation = "i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()";
const std::string identity = "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me";

const statement list_members{
    "list_members",
    "SELECT (SELECT json_build_object('members', coalesce((SELECT json_agg(page.j) FROM (SELECT " + row_of_member +
        " AS j FROM workspace_members m JOIN profiles p ON p.id = m.user_id WHERE m.workspace_id = $2::uuid "
        "ORDER BY m.created_at, m.user_id LIMIT $3::int OFFSET $4::int) page), '[]'), 'total', (SELECT count(*) FROM "
        "workspace_members m WHERE m.workspace_id = $2::uuid)) WHERE me.uid IS NOT NULL AND app.is_member($2::uuid)) " +
        identity};
const statement list_invitations{
    "list_invitations",
    "SELECT (SELECT json_build_object('invitations', coalesce((SELECT json_agg(page.j) FROM (SELECT " +
        row_of_invitation + " AS j FROM workspace_invitations i WHERE i.workspace_id = $2::uuid AND " +
        open_invitation +
        " ORDER BY i.created_at, i.id LIMIT $3::int OFFSET $4::int) page), '[]'), 'total', (SELECT count(*) FROM "
        "workspace_invitations i WHERE i.workspace_id = $2::uuid AND " +
        open_invitation + ")) WHERE me.uid IS NOT NULL AND app.is_admin($2::uuid)) " + identity};

// Whether the caller is in the workspace, the other's role there (NULL: none), and whether the caller alone owns it.
const statement find_member{
    "find_member",
    "SELECT app.is_member($1::uuid), (SELECT m.role FROM workspace_members m WHERE m.workspace_id = $1::uuid AND "
    "m.user_id = $2::uuid), (SELECT count(*) FROM workspace_members m WHERE m.workspace_id = $1::uuid AND m.role = "
    "'owner') = 1 AND $1::uuid = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner')))"};
const statement change_member{"change_member",
                              "UPDATE workspace_members m SET role = $3 FROM profiles p WHERE m.workspace_id = "
                              "$1::uuid AND m.user_id = $2::uuid AND p.id = m.user_id RETURNING " +
                                  row_of_member};
const statement delete_member{
    "delete_member",
    "DELETE FROM workspace_members WHERE workspace_id = $1::uuid AND user_id = $2::uuid RETURNING role"};

const statement is_admin{"is_workspace_admin", "SELECT app.is_admin($1::uuid)"};
const statement is_colleague{"is_colleague",
                             "SELECT 1 FROM workspace_members m JOIN profiles p ON p.id = m.user_id WHERE "
                             "m.workspace_id = $1::uuid AND lower(p.email) = lower($2)"};
const statement drop_expired{
    "drop_expired_invitations",
    "UPDATE workspace_invitations i SET revoked_at = now() WHERE i.workspace_id = $1::uuid AND "
    "lower(i.email) = lower($2) AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND "
    "i.expires_at <= now()"};
// No row: this address is invited already.
const statement add_invitation{
    "add_invitation",
    "INSERT INTO workspace_invitations AS i (workspace_id, email, role, token_hash, invited_by, expires_at) VALUES "
    "($1, $2, $3, decode($4, 'hex'), app.current_user_id(), now() + make_interval(days => $5::int)) ON CONFLICT "
    "(workspace_id, lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL DO NOTHING RETURNING " +
        row_of_invitation};
const statement revoke_invitation{
    "revoke_invitation",
    "UPDATE workspace_invitations i SET revoked_at = now() WHERE i.workspace_id = $1::uuid "
    "AND i.id = $2::uuid AND " +
        open_invitation + " RETURNING i.id"};
const statement accept_invitation{
    "accept_invitation",
    "SELECT json_build_object('id', w.id, 'name', w.name, 'role', m.role, 'created_at', w.created_at, 'updated_at', "
    "w.updated_at) FROM workspaces w JOIN workspace_members m ON m.workspace_id = w.id AND m.user_id = "
    "app.current_user_id() WHERE w.id = $1::uuid"};
const statement use_invitation{"use_invitation", "SELECT app.accept_invitation(decode($1, 'hex'))"};

// The membership that is to change; what may not be touched is refused by policies and a trigger, this says why.
core::result<void> check_member(tenant_tx& tx, core::workspace_id id, core::user_id member, std::string_view new_role) {
  const auto row = tx.exec(find_member, {id.str(), member.str()})[0];
  if (!row[0].as<bool>()) return core::make_error(core::errc::forbidden);
  if (row[1].is_null()) return core::make_error(core::errc::not_found);
  if (row[1].as<std::string>() == "owner" && new_role != "owner" && row[2].as<bool>()) {
    return core::make_error(core::errc::conflict, "A workspace keeps at least one owner.");
  }
  return {};
}

}  // namespace

workspace_repository::answer workspace_repository::members(const auth::tenant_context& tenant, core::workspace_id id,
                                                           page p, core::deadline limit) {
  params values{id.str(), std::to_string(p.limit), std::to_string(p.offset)};
  co_return co_await read_or_forbid("list_members", tenant, list_members, std::move(values), limit);
}

workspace_repository::answer workspace_repository::invitations(const auth::tenant_context& tenant,
                                                               core::workspace_id id, page p, core::deadline limit) {
  params values{id.str(), std::to_string(p.limit), std::to_string(p.offset)};
  co_return co_await read_or_forbid("list_invitations", tenant, list_invitations, std::move(values), limit);
}

workspace_repository::answer workspace_repository::change_role(const auth::tenant_context& tenant,
                                                               core::workspace_id id, core::user_id member,
                                                               std::string role, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (const auto found = check_member(tx, id, member, role); !found) return found.error();
    const auto rows = tx.exec(change_member, {id.str(), member.str(), role});
    if (rows.empty()) return core::make_error(core::errc::forbidden);
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("change_member", tenant, limit, work);
}

workspace_repository::done workspace_repository::remove_member(const auth::tenant_context& tenant,
                                                               core::workspace_id id, core::user_id member,
                                                               core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (const auto found = check_member(tx, id, member, ""); !found) return found.error();
    if (tx.exec(delete_member, {id.str(), member.str()}).empty()) return core::make_error(core::errc::forbidden);
    return {};
  };
  co_return co_await db_.transact("delete_member", tenant, limit, work);
}

workspace_repository::answer workspace_repository::invite(const auth::tenant_context& tenant, core::workspace_id id,
                                                          new_invitation invitation, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (!tx.exec(is_admin, {id.str()})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (!tx.exec(is_colleague, {id.str(), invitation.email}).empty()) {
      return core::make_error(core::errc::conflict, "This address belongs to a member already.");
    }
    tx.exec(drop_expired, {id.str(), invitation.email});
    const auto rows = tx.exec(add_invitation, {id.str(), invitation.email, invitation.role, invitation.token_hash,
                                               std::to_string(invitation.days)});
    if (rows.empty()) return core::make_error(core::errc::conflict, "This address is invited already.");
    return core::json_text{rows[0][0].c_str()};
  };
  co_return co_await db_.transact("add_invitation", tenant, limit, work);
}

workspace_repository::done workspace_repository::revoke(const auth::tenant_context& tenant, core::workspace_id id,
                                                        core::uuid invitation, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (!tx.exec(is_admin, {id.str()})[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (tx.exec(revoke_invitation, {id.str(), invitation.str()}).empty()) {
      return core::make_error(core::errc::not_found);
    }
    return {};
  };
  co_return co_await db_.transact("revoke_invitation", tenant, limit, work);
}

workspace_repository::answer workspace_repository::accept(const auth::tenant_context& tenant, std::string token_hash,
                                                          core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    const auto opened = tx.exec(use_invitation, {token_hash});
    if (opened[0][0].is_null()) return core::make_error(core::errc::not_found);
    return core::json_text{tx.exec(accept_invitation, {std::string(opened[0][0].c_str())})[0][0].c_str()};
  };
  co_return co_await db_.transact("accept_invitation", tenant, limit, work);
}

}  // namespace switchboard::store::pg
