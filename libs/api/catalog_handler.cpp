#include "api/catalog_handler.hpp"

#include "api/query_reader.hpp"
#include "api/row_changes.hpp"
#include "api/row_reply.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::api {
namespace {

constexpr std::int64_t max_version = 1'000'000'000;

template<class Id>
core::result<Id> id_of(const call& c) {
  const auto id = Id::parse(c.req.param("id"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

// As the tables have it: ^[a-z0-9][a-z0-9-]{0,99}$
void check_slug(body_reader& fields, const core::json& body) {
  const auto slug = body.find("slug");
  if (slug == body.end() || !slug->is_string()) return;
  const auto& s = slug->get_ref<const std::string&>();
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool good =
      !s.empty() && plain(s.front()) && std::all_of(s.begin(), s.end(), [&](char c) { return plain(c) || c == '-'; });
  if (!good) fields.fault("slug", "must be of lower-case letters, digits and hyphens, and not begin with a hyphen");
}

row_changes read_definition(body_reader& fields, const core::json& body) {
  row_changes row(fields, body);
  row.text("name", 1, 100);
  row.text("description", 0, 10'000, nullability::nullable);
  row.text("avatar_url", 0, 2000, nullability::nullable);
  row.word("model", {"sonnet", "opus", "haiku"});
  row.text("system_prompt", 1, 100'000);
  row.words("tools", 500);
  row.word("permission_mode", {"default", "acceptEdits", "bypassPermissions"});
  row.integer("max_turns", 1, 1000);
  row.object("config");
  return row;
}

row_changes read_placement(body_reader& fields, const core::json& body) {
  row_changes row(fields, body);
  row.text("slug", 1, 100, nullability::nullable);
  check_slug(fields, body);
  row.uuid("department_id", nullability::nullable);
  row.flag("is_enabled");
  row.flag("is_head");
  return row;
}

row_changes read_department(body_reader& fields, const core::json& body) {
  row_changes row(fields, body);
  row.text("name", 1, 100);
  row.text("slug", 1, 100);
  check_slug(fields, body);
  row.text("description", 0, 10'000, nullability::nullable);
  return row;
}

}  // namespace

rt::task<core::result<http::response>> catalog_handler::list(call c) {
  query_reader query(c.req);
  auto search = query.text("search", 200);
  const auto part = page_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await catalog_.list(c.tenant, std::move(search), part, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> catalog_handler::create(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto definition = read_definition(fields, *body);
  definition.require({"name", "system_prompt"});
  store::catalog_fields values{definition.json(), read_placement(fields, *body).json()};
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto made = co_await catalog_.create(c.tenant, std::move(values), c.limit);
  co_return document(c.req, 201, std::move(made));
}

rt::task<core::result<http::response>> catalog_handler::read(call c) {
  const auto agent = id_of<core::catalog_agent_id>(c);
  if (!agent) co_return agent.error();
  auto row = co_await catalog_.read(c.tenant, *agent, c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> catalog_handler::change(call c) {
  const auto agent = id_of<core::catalog_agent_id>(c);
  if (!agent) co_return agent.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  store::catalog_fields values{read_definition(fields, *body).json(), read_placement(fields, *body).json()};
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto row = co_await catalog_.change(c.tenant, *agent, std::move(values), std::move(*asked), c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> catalog_handler::remove(call c) {
  const auto agent = id_of<core::catalog_agent_id>(c);
  if (!agent) co_return agent.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto done = co_await catalog_.remove(c.tenant, *agent, std::move(*asked), c.limit);
  co_return nothing(std::move(done));
}

rt::task<core::result<http::response>> catalog_handler::versions(call c) {
  const auto agent = id_of<core::catalog_agent_id>(c);
  if (!agent) co_return agent.error();
  query_reader query(c.req);
  const auto part = page_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await catalog_.versions(c.tenant, *agent, part, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> catalog_handler::publish(call c) {
  const auto agent = id_of<core::catalog_agent_id>(c);
  if (!agent) co_return agent.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  row_changes row(fields, *body);
  row.integer("version", 1, max_version);
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  std::optional<std::int64_t> version;
  if (row.is_set("version")) version = body->at("version").get<std::int64_t>();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto published = co_await catalog_.publish(c.tenant, *agent, version, std::move(*asked), c.limit);
  co_return document(c.req, 200, std::move(published));
}

rt::task<core::result<http::response>> catalog_handler::departments(call c) {
  query_reader query(c.req);
  const auto part = page_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await catalog_.departments(c.tenant, part, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> catalog_handler::create_department(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto row = read_department(fields, *body);
  row.require({"name", "slug"});
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto values = row.json();
  auto made = co_await catalog_.create_department(c.tenant, std::move(values), c.limit);
  co_return document(c.req, 201, std::move(made));
}

rt::task<core::result<http::response>> catalog_handler::change_department(call c) {
  const auto department = id_of<store::department_id>(c);
  if (!department) co_return department.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto values = read_department(fields, *body).json();
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto row = co_await catalog_.change_department(c.tenant, *department, std::move(values), std::move(*asked), c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> catalog_handler::remove_department(call c) {
  const auto department = id_of<store::department_id>(c);
  if (!department) co_return department.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto done = co_await catalog_.remove_department(c.tenant, *department, std::move(*asked), c.limit);
  co_return nothing(std::move(done));
}

}  // namespace switchboard::api
