#include "store/pg/rule_repository.hpp"

#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

const std::string row_of_rule =
    "json_build_object('id', r.id, 'agent_id', r.agent_id, 'rule_type', r.rule_type, 'rule_content', r.rule_content, "
    "'condition', r.condition, 'priority', r.priority, 'is_enabled', r.is_enabled, 'created_at', r.created_at, "
    "'updated_at', r.updated_at)";
const std::string as_caller = " FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me";

const std::string of_agent = "FROM agent_rules r WHERE $2::uuid IS NULL OR r.agent_id = $2::uuid OR r.agent_id IS NULL";
const statement list_rules{
    "list_rules", "SELECT (SELECT json_build_object('rules', coalesce((SELECT json_agg(page.row) FROM (SELECT " +
                      row_of_rule + " AS row " + of_agent +
                      " ORDER BY r.priority, r.created_at, r.id LIMIT $3::int OFFSET $4::int) page), '[]'), 'total', "
                      "(SELECT count(*) " +
                      of_agent + ")) WHERE me.uid IS NOT NULL)" + as_caller};
const statement read_rule{
    "read_rule",
    "SELECT (SELECT " + row_of_rule + " FROM agent_rules r WHERE me.uid IS NOT NULL AND r.id = $2::uuid)" + as_caller};

const statement is_platform_admin{"is_platform_admin", "SELECT app.is_platform_admin()"};
const statement agent_is_missing{"rule_agent_is_missing",
                                 "SELECT 1 WHERE $1::jsonb->>'agent_id' IS NOT NULL AND NOT EXISTS (SELECT FROM "
                                 "ai_agents c WHERE c.id = ($1::jsonb->>'agent_id')::uuid)"};
const statement create_rule{
    "create_rule",
    "INSERT INTO agent_rules AS r (agent_id, rule_type, rule_content, condition, priority, is_enabled) SELECT "
    "(d->>'agent_id')::uuid, d->>'rule_type', d->>'rule_content', d->>'condition', coalesce((d->>'priority')::int, "
    "100), coalesce((d->>'is_enabled')::bool, true) FROM (SELECT $1::jsonb AS d) q RETURNING " +
        row_of_rule};
const statement lock_rule{"lock_rule",
                          "SELECT " + row_of_rule + " FROM agent_rules r WHERE r.id = $1::uuid FOR UPDATE"};
const statement stays_whole{
    "rule_stays_whole",
    "SELECT (n.rule_type = 'when') = (n.condition IS NOT NULL) FROM agent_rules r, jsonb_populate_record(r, $2::jsonb) "
    "n WHERE r.id = $1::uuid"};
const statement change_rule{
    "change_rule",
    "UPDATE agent_rules AS r SET (agent_id, rule_type, rule_content, condition, priority, is_enabled) = (SELECT "
    "n.agent_id, n.rule_type, n.rule_content, n.condition, n.priority, n.is_enabled FROM jsonb_populate_record(r, "
    "$2::jsonb) n) WHERE r.id = $1::uuid RETURNING " +
        row_of_rule};
const statement delete_rule{"delete_rule", "DELETE FROM agent_rules WHERE id = $1::uuid RETURNING 1"};

// The row as it is, locked, where the caller may change it and it is what they asked for.
core::result<void> lock(tenant_tx& tx, const std::string& rule, const wire::precondition& asked) {
  if (!tx.exec(is_platform_admin)[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
  const auto now = tx.exec(lock_rule, {rule});
  if (now.empty()) return core::make_error(core::errc::not_found);
  return check(asked, now);
}

}  // namespace

rt::task<core::result<core::json_text>> rule_repository::list(const auth::tenant_context& tenant,
                                                              std::optional<core::catalog_agent_id> agent, page part,
                                                              core::deadline limit) {
  params values{std::nullopt};
  if (agent) values[0] = agent->str();
  append(values, part);
  co_return co_await read_document(db_, "list_rules", tenant, list_rules, std::move(values), core::errc::not_found,
                                   limit);
}

rt::task<core::result<core::json_text>> rule_repository::read(const auth::tenant_context& tenant, rule_id rule,
                                                              core::deadline limit) {
  params values{rule.str()};
  co_return co_await read_document(db_, "read_rule", tenant, read_rule, std::move(values), core::errc::not_found,
                                   limit);
}

rt::task<core::result<core::json_text>> rule_repository::create(const auth::tenant_context& tenant,
                                                                core::json_text fields, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (!tx.exec(is_platform_admin)[0][0].as<bool>()) return core::make_error(core::errc::forbidden);
    if (!tx.exec(agent_is_missing, {fields.text}).empty()) {
      return core::make_field_error("agent_id", "is no catalog agent");
    }
    return core::json_text{tx.exec(create_rule, {fields.text})[0][0].c_str()};
  };
  co_return co_await db_.transact("create_rule", tenant, limit, work);
}

rt::task<core::result<core::json_text>> rule_repository::change(const auth::tenant_context& tenant, rule_id rule,
                                                                core::json_text fields, wire::precondition asked,
                                                                core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<core::json_text> {
    if (auto ok = lock(tx, rule.str(), asked); !ok) return ok.error();
    if (!tx.exec(agent_is_missing, {fields.text}).empty()) {
      return core::make_field_error("agent_id", "is no catalog agent");
    }
    if (!tx.exec(stays_whole, {rule.str(), fields.text})[0][0].as<bool>()) {
      return core::make_field_error("condition", "is required for a rule of type when, and for no other");
    }
    return core::json_text{tx.exec(change_rule, {rule.str(), fields.text})[0][0].c_str()};
  };
  co_return co_await db_.transact("change_rule", tenant, limit, work);
}

rt::task<core::result<void>> rule_repository::remove(const auth::tenant_context& tenant, rule_id rule,
                                                     wire::precondition asked, core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<void> {
    if (auto ok = lock(tx, rule.str(), asked); !ok) return ok.error();
    tx.exec(delete_rule, {rule.str()});
    return {};
  };
  co_return co_await db_.transact("delete_rule", tenant, limit, work);
}

}  // namespace switchboard::store::pg
