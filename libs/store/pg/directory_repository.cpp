#include "store/pg/directory_repository.hpp"

namespace switchboard::store::pg {
namespace {

// See database::read_one for the form of these statements. NULL: not a member of the workspace.
const statement list_agents{"list_agents", R"sql(
SELECT (SELECT json_build_object(
  'agents', coalesce((SELECT json_agg(row_to_json(page)) FROM (
      SELECT c.id, c.name, c.slug, c.description, c.department_id, c.avatar_url, c.model, c.system_prompt,
             c.permission_mode, c.max_turns, c.is_enabled, c.is_head, c.config, c.current_version, c.published_version,
             c.created_at, c.updated_at, a.id IS NOT NULL AS "isHired", a.id AS "localAgentId", a.hired_at AS "hiredAt"
      FROM ai_agents c
      LEFT JOIN agents a ON a.ai_agent_id = c.id AND a.workspace_id = $2::uuid AND a.is_active AND a.unhired_at IS NULL
      WHERE c.is_enabled AND c.published_version IS NOT NULL AND ($5::bool IS FALSE OR a.id IS NOT NULL)
        AND ($4::uuid IS NULL OR c.department_id = $4::uuid)
        AND ($3 = '' OR position(lower($3) IN lower(c.name)) > 0 OR position(lower($3) IN lower(c.description)) > 0)
      ORDER BY c.name, c.id LIMIT $6::int OFFSET $7::int) page), '[]'),
  'total', (SELECT count(*) FROM ai_agents c
      LEFT JOIN agents a ON a.ai_agent_id = c.id AND a.workspace_id = $2::uuid AND a.is_active AND a.unhired_at IS NULL
      WHERE c.is_enabled AND c.published_version IS NOT NULL AND ($5::bool IS FALSE OR a.id IS NOT NULL)
        AND ($4::uuid IS NULL OR c.department_id = $4::uuid)
        AND ($3 = '' OR position(lower($3) IN lower(c.name)) > 0 OR position(lower($3) IN lower(c.description)) > 0)))
  WHERE me.uid IS NOT NULL AND app.is_member($2::uuid))
FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me)sql"};

// $4 a part of the title or empty, $5 and $6 where the page before ended (microseconds since 1970, id) or NULL.
const statement list_conversations{"list_conversations", R"sql(
SELECT (SELECT coalesce((SELECT json_agg(json_build_object('id', page.id, 'title', page.title, 'created_at',
      page.created_at, 'updated_at', page.updated_at)) FROM (
      SELECT c.id, c.title, c.created_at, c.updated_at FROM agent_conversations c
      WHERE c.user_id = $1::uuid AND c.agent_id = $3::uuid AND c.workspace_id = $2::uuid
        AND ($4 = '' OR position(lower($4) IN lower(c.title)) > 0)
        AND ($5::bigint IS NULL
             OR (c.updated_at, c.id) < (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::uuid))
      ORDER BY c.updated_at DESC, c.id DESC LIMIT $7::int OFFSET $8::int) page), '[]')
  WHERE me.uid IS NOT NULL AND app.is_member($2::uuid))
FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me)sql"};

// NULL: no such conversation of this user.
const statement list_messages{"list_messages", R"sql(
SELECT (SELECT json_build_object(
  'messages', coalesce((SELECT json_agg(row_to_json(page) ORDER BY page.ordinal) FROM (
      SELECT m.id, m.role, m.content, m.parts, m.run_id, m.created_at, m.ordinal FROM agent_messages m
      WHERE m.conversation_id = $2::uuid AND ($3::uuid IS NULL OR m.ordinal <
        (SELECT b.ordinal FROM agent_messages b WHERE b.id = $3::uuid AND b.conversation_id = $2::uuid))
      ORDER BY m.ordinal DESC LIMIT $4::int) page), '[]'),
  'total', (SELECT count(*) FROM agent_messages m WHERE m.conversation_id = $2::uuid))
  FROM agent_conversations c WHERE me.uid IS NOT NULL AND c.id = $2::uuid)
FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me)sql"};

const statement read_me{"read_me", R"sql(
SELECT (SELECT json_build_object('id', p.id, 'email', p.email, 'full_name', p.full_name, 'avatar_url', p.avatar_url,
  'time_zone', p.time_zone, 'is_platform_admin', app.is_platform_admin(), 'workspaces', coalesce((SELECT json_agg(json_build_object('id', w.id, 'name', w.name,
      'role', m.role) ORDER BY w.name, w.id)
    FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.user_id = $1::uuid), '[]'))
  FROM profiles p WHERE me.uid IS NOT NULL AND p.id = $1::uuid)
FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me)sql"};

std::optional<std::string> text_of(const std::optional<core::message_id>& id) {
  if (!id) return std::nullopt;
  return id->str();
}

}  // namespace

rt::task<core::result<core::json_text>> directory_repository::read(std::string_view where,
                                                                   const auth::tenant_context& tenant,
                                                                   const statement& s, params values,
                                                                   core::errc missing, core::deadline limit) {
  auto row = co_await db_.read_one(where, tenant, s, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return core::make_error(missing);
  co_return core::json_text{std::move(**row)};
}

rt::task<core::result<core::json_text>> directory_repository::agents(const auth::tenant_context& tenant,
                                                                     agent_filter filter, core::deadline limit) {
  params values{filter.workspace.str(),
                filter.search,
                std::nullopt,
                filter.hired_only ? "true" : "false",
                std::to_string(filter.limit),
                std::to_string(filter.offset)};
  if (filter.department) values[2] = filter.department->str();
  co_return co_await read("list_agents", tenant, list_agents, std::move(values), core::errc::forbidden, limit);
}

rt::task<core::result<core::json_text>> directory_repository::conversations(const auth::tenant_context& tenant,
                                                                            conversation_filter filter,
                                                                            core::deadline limit) {
  params values{filter.workspace.str(), filter.agent.str(), std::move(filter.search), std::nullopt, std::nullopt};
  if (filter.after) {
    values[3] = std::to_string(filter.after->updated_at_us);
    values[4] = filter.after->id.str();
  }
  values.push_back(std::to_string(filter.part.limit));
  values.push_back(std::to_string(filter.part.offset));
  co_return co_await read("list_conversations", tenant, list_conversations, std::move(values), core::errc::forbidden,
                          limit);
}

rt::task<core::result<core::json_text>> directory_repository::messages(const auth::tenant_context& tenant,
                                                                       core::conversation_id conversation,
                                                                       std::optional<core::message_id> before,
                                                                       std::int64_t limit_rows, core::deadline limit) {
  params values{conversation.str(), text_of(before), std::to_string(limit_rows)};
  co_return co_await read("list_messages", tenant, list_messages, std::move(values), core::errc::not_found, limit);
}

rt::task<core::result<core::json_text>> directory_repository::me(const auth::tenant_context& tenant,
                                                                 core::deadline limit) {
  params values;
  co_return co_await read("me", tenant, read_me, std::move(values), core::errc::unauthenticated, limit);
}

}  // namespace switchboard::store::pg
