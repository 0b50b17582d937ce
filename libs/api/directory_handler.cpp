#include "api/directory_handler.hpp"

#include "api/query_reader.hpp"

namespace switchboard::api {
namespace {

constexpr std::int64_t max_page = 200;

core::result<http::response> answer(core::result<core::json_text> body) {
  if (!body) return body.error();
  auto out = http::response::json(200, std::move(body->text));
  out.headers.add("Cache-Control", "private, no-cache");
  return out;
}

}  // namespace

rt::task<core::result<http::response>> directory_handler::agents(call c) {
  query_reader query(c.req);
  store::agent_filter filter;
  filter.workspace = query.id<core::workspace_id>("workspaceId");
  filter.search = query.text("search", 200);
  if (const auto department = query.optional_id<core::id<struct department_tag>>("department_id")) {
    filter.department = department->value;
  }
  filter.hired_only = query.flag("hired_only");
  filter.limit = query.integer("limit", 1, max_page, 50);
  filter.offset = query.integer("offset", 0, 1'000'000, 0);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto body = co_await directory_.agents(c.tenant, std::move(filter), c.limit);
  co_return answer(std::move(body));
}

rt::task<core::result<http::response>> directory_handler::conversations(call c) {
  query_reader query(c.req);
  const auto agent = query.id<core::agent_id>("agentId");
  const auto workspace = query.id<core::workspace_id>("workspaceId");
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto body = co_await directory_.conversations(c.tenant, workspace, agent, c.limit);
  co_return answer(std::move(body));
}

rt::task<core::result<http::response>> directory_handler::messages(call c) {
  const auto conversation = core::conversation_id::parse(c.req.param("id"));
  if (!conversation) co_return core::make_error(core::errc::not_found);
  query_reader query(c.req);
  const auto before = query.optional_id<core::message_id>("before");
  const auto rows = query.integer("limit", 1, max_page, 50);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto body = co_await directory_.messages(c.tenant, *conversation, before, rows, c.limit);
  co_return answer(std::move(body));
}

rt::task<core::result<http::response>> directory_handler::me(call c) {
  auto body = co_await directory_.me(c.tenant, c.limit);
  co_return answer(std::move(body));
}

}  // namespace switchboard::api
