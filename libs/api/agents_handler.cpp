#include "api/agents_handler.hpp"

#include "api/body_reader.hpp"
#include "api/row_reply.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::api {
namespace {

constexpr std::size_t max_prompt = 100'000;
constexpr std::size_t max_tools = 500;

void read_tools(body_reader& fields, const core::json& body, store::agent_changes& out) {
  if (!body.contains("tools")) return;
  const auto& list = body.at("tools");
  const bool strings =
      list.is_array() && list.size() <= max_tools && std::all_of(list.begin(), list.end(), [](const core::json& t) {
        return t.is_string() && !t.get_ref<const std::string&>().empty();
      });
  if (!strings) {
    fields.fault("tools", "must be a list of at most " + std::to_string(max_tools) + " tool names");
    return;
  }
  out.tools = list.get<std::vector<std::string>>();
}

core::result<store::agent_changes> read_changes(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  body_reader fields(*body);
  store::agent_changes out;
  out.name = fields.optional_text("name", 1, 100);
  out.system_prompt = fields.optional_text("system_prompt", 0, max_prompt);
  out.model = fields.optional_text("model", 1, 100);
  read_tools(fields, *body, out);
  if (body->contains("is_active")) {
    if (body->at("is_active").is_boolean())
      out.is_active = body->at("is_active").get<bool>();
    else
      fields.fault("is_active", "must be true or false");
  }
  if (auto ok = fields.finish(); !ok) return ok.error();
  return out;
}

}  // namespace

rt::task<core::result<http::response>> agents_handler::hire(call c) {
  const auto agent = core::catalog_agent_id::parse(c.req.param("id"));
  if (!agent) co_return core::make_error(core::errc::not_found);
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  const auto workspace = fields.id<core::workspace_id>("workspaceId");
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto hired = co_await agents_.hire(c.tenant, *agent, workspace, c.limit);
  co_return document(c.req, 201, std::move(hired));
}

rt::task<core::result<http::response>> agents_handler::unhire(call c) {
  const auto agent = core::agent_id::parse(c.req.param("id"));
  if (!agent) co_return core::make_error(core::errc::not_found);
  const auto done = co_await agents_.unhire(c.tenant, *agent, c.limit);
  if (!done) co_return done.error();
  co_return http::response{};
}

rt::task<core::result<http::response>> agents_handler::read(call c) {
  const auto agent = core::agent_id::parse(c.req.param("id"));
  if (!agent) co_return core::make_error(core::errc::not_found);
  auto row = co_await agents_.read(c.tenant, *agent, c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> agents_handler::change(call c) {
  const auto agent = core::agent_id::parse(c.req.param("id"));
  if (!agent) co_return core::make_error(core::errc::not_found);
  auto changes = read_changes(c.req);
  if (!changes) co_return changes.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto row = co_await agents_.change(c.tenant, *agent, std::move(*changes), std::move(*asked), c.limit);
  co_return document(c.req, 200, std::move(row));
}

}  // namespace switchboard::api
