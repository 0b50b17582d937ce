#include "api/skills_handler.hpp"

#include "api/query_reader.hpp"
#include "api/row_changes.hpp"
#include "api/row_reply.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::api {
namespace {

constexpr std::size_t max_content_bytes = 256 * 1024;

template<class Id>
core::result<Id> id_of(const call& c, std::string_view name) {
  const auto id = Id::parse(c.req.param(name));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

// As the table has it: ^[a-z0-9][a-z0-9-]{0,99}$
bool is_name(const std::string& s) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !s.empty() && s.size() <= 100 && plain(s.front()) &&
         std::all_of(s.begin(), s.end(), [&](char c) { return plain(c) || c == '-'; });
}

row_changes read_fields(body_reader& fields, const core::json& body) {
  row_changes row(fields, body);
  row.text("name", 1, 100);
  if (row.is_set("name") && body.at("name").is_string() && !is_name(body.at("name").get<std::string>())) {
    fields.fault("name", "must be of lower-case letters, digits and hyphens, and not begin with a hyphen");
  }
  row.text("display_name", 1, 100);
  row.text("description", 0, 2000);
  row.text("icon", 1, 16, nullability::nullable);
  row.text("content", 0, max_content_bytes);
  if (row.is_set("content") && body.at("content").is_string() &&
      body.at("content").get_ref<const std::string&>().size() > max_content_bytes) {
    fields.fault("content", "must have at most 262144 bytes");
  }
  row.flag("is_active");
  return row;
}

}  // namespace

rt::task<core::result<http::response>> skills_handler::list(call c) {
  query_reader query(c.req);
  const auto workspace = query.id<core::workspace_id>("workspaceId");
  auto search = query.text("search", 200);
  const auto part = page_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await skills_.list(c.tenant, workspace, std::move(search), part, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> skills_handler::create(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  const auto workspace = fields.id<core::workspace_id>("workspaceId");
  auto row = read_fields(fields, *body);
  row.require({"name", "display_name", "description", "content"});
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto values = row.json();
  auto made = co_await skills_.create(c.tenant, workspace, std::move(values), c.limit);
  co_return document(c.req, 201, std::move(made));
}

rt::task<core::result<http::response>> skills_handler::read(call c) {
  const auto skill = id_of<store::skill_id>(c, "id");
  if (!skill) co_return skill.error();
  auto row = co_await skills_.read(c.tenant, *skill, c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> skills_handler::change(call c) {
  const auto skill = id_of<store::skill_id>(c, "id");
  if (!skill) co_return skill.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto values = read_fields(fields, *body).json();
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto row = co_await skills_.change(c.tenant, *skill, std::move(values), std::move(*asked), c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> skills_handler::remove(call c) {
  const auto skill = id_of<store::skill_id>(c, "id");
  if (!skill) co_return skill.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto done = co_await skills_.remove(c.tenant, *skill, std::move(*asked), c.limit);
  co_return nothing(std::move(done));
}

rt::task<core::result<http::response>> skills_handler::list_of_agent(call c) {
  const auto agent = id_of<core::agent_id>(c, "id");
  if (!agent) co_return agent.error();
  auto rows = co_await skills_.list_of_agent(c.tenant, *agent, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> skills_handler::assign(call c) {
  const auto agent = id_of<core::agent_id>(c, "id");
  if (!agent) co_return agent.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  const auto skill = fields.id<store::skill_id>("skillId");
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto assigned = co_await skills_.assign(c.tenant, *agent, skill, c.limit);
  if (!assigned) co_return assigned.error();
  co_return document(c.req, assigned->is_new ? 201 : 200, std::move(assigned->row));
}

rt::task<core::result<http::response>> skills_handler::unassign(call c) {
  const auto agent = id_of<core::agent_id>(c, "id");
  if (!agent) co_return agent.error();
  const auto skill = id_of<store::skill_id>(c, "skillId");
  if (!skill) co_return skill.error();
  auto done = co_await skills_.unassign(c.tenant, *agent, *skill, c.limit);
  co_return nothing(std::move(done));
}

}  // namespace switchboard::api
