#include "api/workspaces_handler.hpp"

#include "api/body_reader.hpp"
#include "api/workspace_answers.hpp"
#include "core/log.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::api {
namespace {

constexpr std::size_t max_name = 100;
constexpr std::chrono::seconds export_step{30};

core::result<std::string> read_name(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  body_reader fields(*body);
  auto name = fields.text("name", 1, max_name);
  if (auto ok = fields.finish(); !ok) return ok.error();
  return name;
}

// What an export needs once its request is gone.
struct export_state {
  store::workspace_repository& workspaces;
  auth::tenant_context tenant;
  core::workspace_id workspace;
  std::vector<std::string> tables;
  std::shared_ptr<void> place;
  std::int64_t rows = 0;
};

// One table, page by page. False when the client has gone.
rt::task<core::result<bool>> send_table(export_state& s, const std::string& table, http::body_writer& out) {
  std::optional<std::string> after;
  for (;;) {
    const auto limit = core::deadline::after(export_step);
    const auto page = co_await s.workspaces.export_rows(s.tenant, s.workspace, table, after, limit);
    if (!page) co_return page.error();
    if (page->rows == 0) co_return true;
    s.rows += page->rows;
    after = page->last;
    const auto sent = co_await out.write(page->lines);
    if (!sent) co_return false;
  }
}

// The last line tells whoever reads it later that nothing is missing.
rt::task<> send_export(std::shared_ptr<export_state> s, http::body_writer& out) {
  for (const auto& table : s->tables) {
    const auto going_on = co_await send_table(*s, table, out);
    if (!going_on) {
      core::log::warn("export_broken", {{"table", table}, {"code", core::name(going_on.error().code)}});
      const auto line = std::string(R"({"error":")") + std::string(core::name(going_on.error().code)) + "\"}\n";
      const auto ignored = co_await out.write(line);
      (void)ignored;
      co_return;
    }
    if (!*going_on) co_return;
  }
  const auto line = "{\"complete\":true,\"rows\":" + std::to_string(s->rows) + "}\n";
  const auto ignored = co_await out.write(line);
  (void)ignored;
}

}  // namespace

rt::task<core::result<http::response>> workspaces_handler::list(call c) {
  const auto page = page_of(c);
  if (!page) co_return page.error();
  auto body = co_await workspaces_.list(c.tenant, *page, c.limit);
  co_return json_answer(200, std::move(body));
}

rt::task<core::result<http::response>> workspaces_handler::create(call c) {
  auto name = read_name(c.req);
  if (!name) co_return name.error();
  auto row = co_await workspaces_.create(c.tenant, std::move(*name), c.limit);
  co_return json_answer(201, std::move(row));
}

rt::task<core::result<http::response>> workspaces_handler::read(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  auto row = co_await workspaces_.read(c.tenant, *id, c.limit);
  co_return json_answer(200, std::move(row));
}

rt::task<core::result<http::response>> workspaces_handler::rename(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  auto name = read_name(c.req);
  if (!name) co_return name.error();
  auto row = co_await workspaces_.rename(c.tenant, *id, std::move(*name), c.limit);
  co_return json_answer(200, std::move(row));
}

rt::task<core::result<http::response>> workspaces_handler::remove(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  const auto removed = co_await workspaces_.remove(c.tenant, *id, c.limit);
  if (removed) runs_.end_runs_in(*id, std::nullopt);
  co_return empty_answer(removed);
}

rt::task<core::result<http::response>> workspaces_handler::export_lines(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  auto place = streams_.enter(c.tenant.user_id().str());
  if (!place) co_return place.error();
  auto tables = co_await workspaces_.export_tables(c.tenant, *id, c.limit);
  if (!tables) co_return tables.error();
  auto state = std::make_shared<export_state>(
      export_state{workspaces_, c.tenant, *id, std::move(*tables), std::move(*place), 0});
  http::response out;
  out.headers.add("Content-Type", "application/x-ndjson");
  out.headers.add("Content-Disposition", "attachment; filename=\"workspace-" + id->str() + ".ndjson\"");
  out.stream = [state](http::body_writer& writer) { return send_export(state, writer); };
  co_return out;
}

}  // namespace switchboard::api
