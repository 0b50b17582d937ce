#include "api/memories_handler.hpp"

#include "api/body_reader.hpp"
#include "api/memory_path.hpp"
#include "api/query_reader.hpp"
#include "api/row_reply.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::api {
namespace {

constexpr std::size_t max_path_bytes = 4 * 255;
constexpr std::size_t max_content_bytes = 256 * 1024;

template<class Reader>
store::memory_owner owner_of(Reader& from) {
  store::memory_owner out;
  out.agent = from.template id<core::agent_id>("agentId");
  out.workspace = from.template id<core::workspace_id>("workspaceId");
  return out;
}

std::string path_of(query_reader& query) {
  auto path = query.text("path", max_path_bytes);
  if (auto fault = fault_of_memory_path(path)) query.fault("path", std::move(*fault));
  return path;
}

}  // namespace

rt::task<core::result<http::response>> memories_handler::read(call c) {
  query_reader query(c.req);
  const auto owner = owner_of(query);
  if (c.req.query_value("path")) {
    auto path = path_of(query);
    if (auto ok = query.finish(); !ok) co_return ok.error();
    auto row = co_await memories_.read(c.tenant, owner, std::move(path), c.limit);
    co_return document(c.req, 200, std::move(row));
  }
  auto prefix = query.text("prefix", max_path_bytes);
  const auto part = page_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await memories_.list(c.tenant, owner, std::move(prefix), part, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> memories_handler::write(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  const auto owner = owner_of(fields);
  auto path = fields.text("path", 2, 255);
  if (!path.empty()) {
    if (auto fault = fault_of_memory_path(path)) fields.fault("path", std::move(*fault));
  }
  auto content = fields.text("content", 0, max_content_bytes);
  if (content.size() > max_content_bytes) fields.fault("content", "must have at most 262144 bytes");
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto written =
      co_await memories_.write(c.tenant, owner, std::move(path), std::move(content), std::move(*asked), c.limit);
  if (!written) co_return written.error();
  co_return document(c.req, written->created ? 201 : 200, std::move(written->row));
}

rt::task<core::result<http::response>> memories_handler::remove(call c) {
  query_reader query(c.req);
  const auto owner = owner_of(query);
  auto path = path_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto done = co_await memories_.remove(c.tenant, owner, std::move(path), std::move(*asked), c.limit);
  co_return nothing(std::move(done));
}

}  // namespace switchboard::api
