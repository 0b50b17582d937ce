#include "api/directory_handler.hpp"

#include "api/conversation_cursor.hpp"
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
  store::conversation_filter filter;
  filter.agent = query.id<core::agent_id>("agentId");
  filter.workspace = query.id<core::workspace_id>("workspaceId");
  filter.search = query.text("search", 200);
  filter.part.limit = query.integer("limit", 1, max_page, max_page);
  filter.part.offset = query.integer("offset", 0, 1'000'000, 0);
  if (const auto cursor = query.text("cursor", 60); !cursor.empty()) {
    filter.after = parse_cursor(cursor);
    if (!filter.after) query.fault("cursor", "must be what a Link header said");
  }
  if (auto ok = query.finish(); !ok) co_return ok.error();
  const auto rows = filter.part.limit;
  auto body = co_await directory_.conversations(c.tenant, std::move(filter), c.limit);
  if (!body) co_return body.error();
  auto link = next_page_link(c.req, body->text, rows);
  auto out = answer(std::move(body));
  if (link) out->headers.add("Link", std::move(*link));
  co_return out;
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
