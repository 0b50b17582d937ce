#include "store/pg/memory_repository.hpp"

#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_memory =
    "json_build_object('id', m.id, 'agent_id', m.agent_id, 'workspace_id', m.workspace_id, 'path', m.path, "
    "'content', m.content, 'created_at', m.created_at, 'updated_at', m.updated_at)";

// $2 workspace, $3 agent.
const std::string unless_refused =
    "SELECT (SELECT CASE WHEN NOT app.is_member($2::uuid) THEN 'forbidden' WHEN NOT EXISTS (SELECT FROM agents a "
    "WHERE a.id = $3::uuid AND a.workspace_id = $2::uuid AND a.unhired_at IS NULL) THEN 'not_found' ELSE ";
const std::string as_caller =
    " END WHERE me.uid IS NOT NULL) FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me";

const statement list_memories{
    "list_memories",
    unless_refused +
        "json_build_object('memories', coalesce((SELECT json_agg(row_to_json(page)) FROM (SELECT m.id, m.path, "
        "octet_length(m.content) AS bytes, m.created_at, m.updated_at FROM agent_memories m WHERE m.agent_id = "
        "$3::uuid AND m.workspace_id = $2::uuid AND starts_with(m.path, normalize($4, NFC)) ORDER BY m.path "
        "LIMIT $5::int OFFSET $6::int) page), '[]'), 'total', (SELECT count(*) FROM agent_memories m WHERE m.agent_id "
        "= $3::uuid AND m.workspace_id = $2::uuid AND starts_with(m.path, normalize($4, NFC))))::text" +
        as_caller};
const statement read_memory{"read_memory", unless_refused + "(SELECT (" + row_of_memory +
                                               ")::text FROM agent_memories m WHERE m.agent_id = $3::uuid AND "
                                               "m.workspace_id = $2::uuid AND m.path = normalize($4, NFC))" +
                                               as_caller};

const statement may_write{"may_write_memory",
                          "SELECT app.is_member($1::uuid), EXISTS (SELECT FROM agents WHERE id = $2::uuid AND "
                          "workspace_id = $1::uuid AND unhired_at IS NULL), char_length(normalize($3, NFC)) <= 255"};
const statement lock_memory{"lock_memory", "SELECT " + row_of_memory +
                                               " FROM agent_memories m WHERE m.agent_id = $1::uuid AND m.path = "
                                               "normalize($2, NFC) FOR UPDATE"};
const statement has_room{"memory_has_room", "SELECT count(*) < 1000 FROM agent_memories m WHERE m.agent_id = $1::uuid"};
// xmax is 0 in a row that was not there.
const statement write_memory{
    "write_memory",
    "INSERT INTO agent_memories AS m (workspace_id, agent_id, path, content) VALUES ($1, $2, normalize($3, NFC), $4) "
    "ON CONFLICT (agent_id, path) DO UPDATE SET content = excluded.content RETURNING " +
        row_of_memory + ", m.xmax = 0"};
const statement delete_memory{"delete_memory",
                              "DELETE FROM agent_memories m WHERE m.agent_id = $1::uuid AND m.path = "
                              "normalize($2, NFC) RETURNING 1"};

core::result<void> check_owner(tenant_tx& tx, const memory_owner& owner, const std::string& path) {
  const auto may = tx.exec(may_write, {owner.workspace.str(), owner.agent.str(), path});
  if (!may[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
  if (!may[0][1].as<bool>()) return core::make_error(core::errc::not_found);
  if (!may[0][2].as<bool>()) return core::make_field_error("path", "must have 2 to 255 characters");
  return {};
}

}  // namespace

rt::task<core::result<core::json_text>> memory_repository::list(const auth::tenant_context& tenant, memory_owner owner,
                                                                std::string prefix, page part, core::deadline limit) {
  params values{owner.workspace.str(), owner.agent.str(), std::move(prefix)};
  append(values, part);
  co_return co_await read_document(db_, "list_memories", tenant, list_memories, std::move(values),
                                   core::errc::not_found, limit);
}

rt::task<core::result<core::json_text>> memory_repository::read(const auth::tenant_context& tenant, memory_owner owner,
                                                                std::string path, core::deadline limit) {
  params values{owner.workspace.str(), owner.agent.str(), std::move(path)};
  co_return co_await read_document(db_, "read_memory", tenant, read_memory, std::move(values), core::errc::not_found,
                                   limit);
}

rt::task<core::result<written_memory>> memory_repository::write(const auth::tenant_context& tenant, memory_owner owner,
                                                                std::string path, std::string content,
                                                                wire::precondition asked, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<written_memory> {
    if (auto ok = check_owner(tx, owner, path); !ok) return ok.error();
    const auto agent = owner.agent.str();
    const auto now = tx.exec(lock_memory, {agent, path});
    if (auto ok = check(asked, now); !ok) return ok.error();
    if (now.empty()) {
      if (!asked.holds_for_nothing()) return core::make_error(core::errc::precondition_failed);
      if (!tx.exec(has_room, {agent})[0][0].as<bool>()) {
        return core::make_error(core::errc::conflict, "The agent keeps as many memories as it may (1000).");
      }
    }
    const auto rows = tx.exec(write_memory, {owner.workspace.str(), agent, path, content});
    const bool created = rows[0][1].as<bool>();
    // It came into being, or went, between the look and the writing.
    if (asked.asks() && created != now.empty()) return core::make_error(core::errc::precondition_failed);
    return written_memory{core::json_text{rows[0][0].c_str()}, created};
  };
  co_return co_await db_.transact("write_memory", tenant, limit, work);
}

rt::task<core::result<void>> memory_repository::remove(const auth::tenant_context& tenant, memory_owner owner,
                                                       std::string path, wire::precondition asked,
                                                       core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (auto ok = check_owner(tx, owner, path); !ok) return ok.error();
    const auto now = tx.exec(lock_memory, {owner.agent.str(), path});
    if (auto ok = check(asked, now); !ok) return ok.error();
    if (tx.exec(delete_memory, {owner.agent.str(), path}).empty()) return core::make_error(core::errc::not_found);
    return {};
  };
  co_return co_await db_.transact("delete_memory", tenant, limit, work);
}

}  // namespace switchboard::store::pg
