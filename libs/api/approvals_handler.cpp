#include "api/approvals_handler.hpp"

#include "api/body_reader.hpp"
#include "api/query_reader.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::api {
namespace {

constexpr std::size_t max_message = 10'000;

core::result<http::response> reply(core::result<core::json_text> body) {
  if (!body) return body.error();
  auto out = http::response::json(200, std::move(body->text));
  out.headers.add("Cache-Control", "no-store");
  return out;
}

core::result<store::approval_answer> read_answer(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  body_reader fields(*body);
  store::approval_answer out;
  out.decision = fields.text("decision", 0, 10);
  if (out.decision != "allow" && out.decision != "deny") fields.fault("decision", "must be allow or deny");
  out.message = fields.optional_text("message", 0, max_message).value_or("");
  if (fields.has("remember")) {
    if (body->at("remember").is_boolean())
      out.remember = body->at("remember").get<bool>();
    else
      fields.fault("remember", "must be true or false");
  }
  if (auto ok = fields.finish(); !ok) return ok.error();
  return out;
}

}  // namespace

rt::task<core::result<http::response>> approvals_handler::answer(call c) {
  const auto run = core::run_id::parse(c.req.param("runId"));
  const auto approval = core::approval_id::parse(c.req.param("approvalId"));
  if (!run || !approval) co_return core::make_error(core::errc::not_found);
  auto given = read_answer(c.req);
  if (!given) co_return given.error();
  auto tenant = c.tenant;
  auto done = co_await approvals_.answer(std::move(tenant), *run, *approval, std::move(*given), c.limit);
  co_return reply(std::move(done));
}

rt::task<core::result<http::response>> approvals_handler::of_run(call c) {
  const auto run = core::run_id::parse(c.req.param("runId"));
  if (!run) co_return core::make_error(core::errc::not_found);
  auto rows = co_await approvals_.of_run(c.tenant, *run, c.limit);
  co_return reply(std::move(rows));
}

rt::task<core::result<http::response>> approvals_handler::pending(call c) {
  query_reader query(c.req);
  const auto workspace = query.id<core::workspace_id>("workspaceId");
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await approvals_.pending(c.tenant, workspace, c.limit);
  co_return reply(std::move(rows));
}

}  // namespace switchboard::api
