// load_turn: everything that a turn needs in one statement and one round trip. Measured at 0.1 ms against 0.4 ms for
// the same as six queries.
#include "core/json.hpp"
#include "store/pg/chat_repository.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::store::pg {
namespace {

// $1 user, $2 workspace, $3 agent, $4 conversation or NULL. See database::read_one for the form.
const statement load{"load_turn", R"sql(
SELECT (SELECT json_build_object(
  'role', (SELECT m.role FROM workspace_members m WHERE m.workspace_id = $2::uuid AND m.user_id = $1::uuid),
  'agent', (SELECT json_build_object(
      'id', a.id, 'name', a.name, 'system_prompt', coalesce(nullif(a.system_prompt, ''), c.system_prompt, ''),
      'model', a.model, 'catalog_model', c.model, 'tools', a.tools,
      'permission_mode', coalesce(a.permission_mode, c.permission_mode, 'default'),
      'max_turns', coalesce(a.max_turns, c.max_turns, 10))
    FROM agents a LEFT JOIN ai_agents c ON c.id = a.ai_agent_id
    WHERE a.id = $3::uuid AND a.workspace_id = $2::uuid AND a.is_active AND a.unhired_at IS NULL),
  'policies', (SELECT json_agg(json_build_object('pattern', p.tool_pattern, 'behavior', p.behavior))
    FROM agent_tool_policies p WHERE p.workspace_id = $2::uuid AND (p.agent_id IS NULL OR p.agent_id = $3::uuid)
      AND (p.role IS NULL OR p.role = (SELECT m.role FROM workspace_members m
                                        WHERE m.workspace_id = $2::uuid AND m.user_id = $1::uuid))),
  'remembered', (SELECT json_agg(json_build_object('pattern', p.tool_name, 'behavior', p.behavior))
    FROM agent_permission_rules p
    WHERE p.workspace_id = $2::uuid AND p.agent_id = $3::uuid AND p.user_id = $1::uuid),
  'rules', (SELECT json_agg(json_build_object('type', r.rule_type, 'content', r.rule_content, 'condition', r.condition)
                            ORDER BY r.priority, r.created_at, r.id)
    FROM agents a JOIN agent_rules r ON r.agent_id = a.ai_agent_id OR r.agent_id IS NULL
    WHERE a.id = $3::uuid AND a.workspace_id = $2::uuid AND r.is_enabled),
  'skills', (SELECT json_agg(json_build_object('name', s.name, 'display_name', s.display_name,
                                               'description', s.description, 'content', s.content) ORDER BY s.name)
    FROM agent_skill_assignments g JOIN agent_skills s ON s.id = g.skill_id
    WHERE g.agent_id = $3::uuid AND g.workspace_id = $2::uuid AND s.is_active),
  'memories', (SELECT json_agg(json_build_object('path', m.path, 'bytes', octet_length(m.content),
      'updated_at', to_char(m.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')) ORDER BY m.path)
    FROM (SELECT * FROM agent_memories WHERE agent_id = $3::uuid AND workspace_id = $2::uuid ORDER BY path LIMIT 200) m),
  'integrations', (SELECT json_agg(i.display_name ORDER BY i.display_name)
    FROM integrations i WHERE i.workspace_id = $2::uuid AND i.user_id = $1::uuid AND i.status = 'connected'),
  'tasks', (SELECT json_agg(json_build_object('status', t.status, 'title', t.title, 'due', t.due_on) ORDER BY t.updated_at DESC, t.id)
    FROM (SELECT * FROM tasks WHERE workspace_id = $2::uuid AND assignee_id = $1::uuid
          ORDER BY updated_at DESC, id LIMIT 10) t),
  'meetings', (SELECT json_agg(json_build_object('title', m.title,
      'starts_at', to_char(m.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')) ORDER BY m.starts_at, m.id)
    FROM (SELECT w.* FROM meetings w JOIN meeting_attendees p ON p.meeting_id = w.id
          WHERE w.workspace_id = $2::uuid AND p.user_id = $1::uuid AND w.starts_at >= now()
          ORDER BY w.starts_at, w.id LIMIT 5) m),
  'conversation', (SELECT json_build_object('id', c.id, 'title', c.title, 'session_id', c.sdk_session_id,
      'last_seq', c.last_seq, 'active_run', (SELECT r.id FROM agent_runs r
        WHERE r.conversation_id = c.id AND r.status IN ('starting', 'running')))
    FROM agent_conversations c
    WHERE c.id = $4::uuid AND c.agent_id = $3::uuid AND c.workspace_id = $2::uuid),
  'spent_today', (SELECT (sum(r.cost_usd) * 1000000)::bigint FROM agent_runs r WHERE r.workspace_id = $2::uuid
    AND r.user_id = $1::uuid AND r.created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'),
  'prices', (SELECT json_agg(json_build_object('pattern', rtrim(p.model_pattern, '%'),
      'input', (p.input_usd_per_mtok * 1000000)::bigint, 'output', (p.output_usd_per_mtok * 1000000)::bigint,
      'cache_read', (p.cache_read_usd_per_mtok * 1000000)::bigint,
      'cache_write', (p.cache_write_usd_per_mtok * 1000000)::bigint))
    FROM (SELECT DISTINCT ON (model_pattern) * FROM model_prices WHERE valid_from <= now()
          ORDER BY model_pattern, valid_from DESC) p))
  WHERE me.uid IS NOT NULL)
FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me)sql"};

std::string text(const core::json& node, const char* key) {
  const auto it = node.find(key);
  return it == node.end() || it->is_null() ? std::string() : it->get<std::string>();
}

// json_agg of no rows is null.
template<class Fn>
void each(const core::json& node, const char* key, Fn&& fn) {
  const auto& list = node.at(key);
  if (list.is_null()) return;
  for (const auto& item : list) fn(item);
}

bool known_model(const std::string& model) {
  return model == "sonnet" || model == "opus" || model == "haiku" || model.starts_with("claude-");
}

domain::agent_profile read_agent(const core::json& node) {
  domain::agent_profile a;
  a.id = core::agent_id::parse(text(node, "id")).value();
  a.name = text(node, "name");
  a.system_prompt = text(node, "system_prompt");
  // Seed 003's rows carry models of other vendors (its column default is one): then the catalog's model holds.
  a.model = text(node, "model");
  if (!known_model(a.model)) a.model = text(node, "catalog_model");
  if (!known_model(a.model)) a.model = "sonnet";
  a.permission_mode = text(node, "permission_mode");
  a.max_turns = node.at("max_turns").get<int>();
  each(node, "tools", [&](const core::json& t) { a.tools.push_back(t.get<std::string>()); });
  return a;
}

domain::conversation_state read_conversation(const core::json& node) {
  domain::conversation_state c;
  c.id = core::conversation_id::parse(text(node, "id")).value();
  c.title = text(node, "title");
  c.session_id = text(node, "session_id");
  c.last_seq = node.at("last_seq").get<std::int64_t>();
  c.active_run = core::run_id::parse(text(node, "active_run"));
  return c;
}

domain::turn_input read_turn(const core::json& row, const auth::profile& user) {
  domain::turn_input t;
  t.agent = read_agent(row.at("agent"));
  const auto read_rules = [&](const char* key, std::vector<domain::tool_rule>& out) {
    each(row, key, [&](const core::json& r) { out.push_back({text(r, "pattern"), text(r, "behavior")}); });
  };
  read_rules("policies", t.agent.policies);
  read_rules("remembered", t.agent.remembered);
  each(row, "rules",
       [&](const core::json& r) { t.rules.push_back({text(r, "type"), text(r, "content"), text(r, "condition")}); });
  each(row, "skills", [&](const core::json& s) {
    t.skills.push_back({text(s, "name"), text(s, "display_name"), text(s, "description"), text(s, "content")});
  });
  each(row, "memories", [&](const core::json& m) {
    t.memories.push_back({text(m, "path"), m.at("bytes").get<std::int64_t>(), text(m, "updated_at")});
  });
  each(row, "integrations", [&](const core::json& i) { t.user.integrations.push_back(i.get<std::string>()); });
  each(row, "tasks",
       [&](const core::json& k) { t.user.tasks.push_back({text(k, "status"), text(k, "title"), text(k, "due")}); });
  each(row, "meetings",
       [&](const core::json& m) { t.user.meetings.push_back({text(m, "title"), text(m, "starts_at")}); });
  each(row, "prices", [&](const core::json& p) {
    t.prices.push_back({text(p, "pattern"), p.at("input").get<std::int64_t>(), p.at("output").get<std::int64_t>(),
                        p.at("cache_read").get<std::int64_t>(), p.at("cache_write").get<std::int64_t>()});
  });
  if (!row.at("conversation").is_null()) t.conversation = read_conversation(row.at("conversation"));
  if (!row.at("spent_today").is_null()) t.spent_today = row.at("spent_today").get<std::int64_t>();
  t.user.name = user.name;
  t.user.email = user.email;
  t.user.time_zone = user.time_zone;
  t.user.role = text(row, "role");
  return t;
}

}  // namespace

rt::task<core::result<domain::turn_input>> chat_repository::load_turn(const auth::tenant_context& tenant, turn_key key,
                                                                      core::deadline limit) {
  params values{key.workspace.str(), key.agent.str(), std::nullopt};
  if (key.conversation) values.back() = key.conversation->str();
  const auto loaded = co_await db_.read_one("load_turn", tenant, load, std::move(values), limit);
  if (!loaded) co_return loaded.error();
  const auto row = core::parse_json(loaded->value_or("null"), {.max_bytes = std::size_t{64} << 20});
  if (!row) co_return core::make_internal(core::errc::internal, "load_turn: " + row.error().message);
  if (!row->is_object() || row->at("role").is_null()) co_return core::make_error(core::errc::forbidden);
  if (row->at("agent").is_null()) co_return core::make_error(core::errc::not_found);
  if (key.conversation && row->at("conversation").is_null()) co_return core::make_error(core::errc::not_found);
  co_return read_turn(*row, tenant.user());
}

}  // namespace switchboard::store::pg
