#include "api/tool_access_handler.hpp"

#include "api/body_reader.hpp"
#include "api/query_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace switchboard::api {
namespace {

constexpr std::int64_t max_page = 200;
constexpr std::size_t max_pattern = 100;

core::result<http::response> reply(core::result<core::json_text> body) {
  if (!body) return body.error();
  auto out = http::response::json(200, std::move(body->text));
  out.headers.add("Cache-Control", "private, no-cache");
  return out;
}

core::result<core::workspace_id> workspace_of(const call& c) {
  const auto id = core::workspace_id::parse(c.req.param("id"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

// "createBudget", "finance.*", "*": as in an agent's tool list.
bool is_pattern(const std::string& text) {
  const auto dots = std::ranges::count(text, '.');
  return !text.empty() && dots <= 1 && text.front() != '.' && text.back() != '.' &&
         std::ranges::all_of(text,
                             [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '*' || c == '.'; });
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

core::result<store::new_tool_policy> read_policy(const call& c, core::workspace_id workspace) {
  const auto body = read_json_object(c.req);
  if (!body) return body.error();
  body_reader fields(*body);
  store::new_tool_policy out;
  out.workspace = workspace;
  out.agent = fields.optional_id<core::agent_id>("agent_id");
  out.role = fields.optional_text("role", 1, 20);
  if (out.role && !is_one_of(*out.role, {"owner", "admin", "member"}))
    fields.fault("role", "must be owner, admin or member");
  out.tool_pattern = fields.text("tool_pattern", 1, max_pattern);
  if (!out.tool_pattern.empty() && !is_pattern(out.tool_pattern))
    fields.fault("tool_pattern", "must be a tool's name or a pattern like finance.*");
  out.behavior = fields.text("behavior", 0, 10);
  if (!is_one_of(out.behavior, {"allow", "ask", "deny"})) fields.fault("behavior", "must be allow, ask or deny");
  if (auto ok = fields.finish(); !ok) return ok.error();
  return out;
}

}  // namespace

rt::task<core::result<http::response>> tool_access_handler::policies(call c) {
  const auto workspace = workspace_of(c);
  if (!workspace) co_return workspace.error();
  auto rows = co_await access_.policies(c.tenant, *workspace, c.limit);
  co_return reply(std::move(rows));
}

rt::task<core::result<http::response>> tool_access_handler::set_policy(call c) {
  const auto workspace = workspace_of(c);
  if (!workspace) co_return workspace.error();
  auto policy = read_policy(c, *workspace);
  if (!policy) co_return policy.error();
  auto row = co_await access_.set_policy(c.tenant, std::move(*policy), c.limit);
  co_return reply(std::move(row));
}

rt::task<core::result<http::response>> tool_access_handler::drop_policy(call c) {
  const auto workspace = workspace_of(c);
  if (!workspace) co_return workspace.error();
  const auto policy = core::uuid::parse(c.req.param("policyId"));
  if (!policy) co_return core::make_error(core::errc::not_found);
  const auto done = co_await access_.drop_policy(c.tenant, *workspace, *policy, c.limit);
  if (!done) co_return done.error();
  co_return http::response{};
}

rt::task<core::result<http::response>> tool_access_handler::calls(call c) {
  const auto workspace = workspace_of(c);
  if (!workspace) co_return workspace.error();
  query_reader query(c.req);
  store::call_filter filter;
  filter.workspace = *workspace;
  filter.agent = query.optional_id<core::agent_id>("agentId");
  filter.run = query.optional_id<core::run_id>("runId");
  filter.tool_name = query.text("toolName", max_pattern);
  filter.outcome = query.text("outcome", 10);
  if (!filter.outcome.empty() && !is_one_of(filter.outcome, {"ok", "error", "unknown", "running"}))
    query.fault("outcome", "must be ok, error, unknown or running");
  if (const auto before = query.optional_id<core::id<struct tool_call_tag>>("before")) filter.before = before->value;
  filter.limit = query.integer("limit", 1, max_page, 50);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await access_.calls(c.tenant, std::move(filter), c.limit);
  co_return reply(std::move(rows));
}

}  // namespace switchboard::api
