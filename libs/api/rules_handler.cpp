#include "api/rules_handler.hpp"

#include "api/query_reader.hpp"
#include "api/row_changes.hpp"
#include "api/row_reply.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace switchboard::api {
namespace {

core::result<store::rule_id> rule_of(const call& c) {
  const auto id = store::rule_id::parse(c.req.param("id"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

row_changes read_fields(body_reader& fields, const core::json& body) {
  row_changes row(fields, body);
  row.uuid("agent_id", nullability::nullable);
  row.word("rule_type", {"always", "never", "when"});
  row.text("rule_content", 1, 10'000);
  row.text("condition", 1, 2000, nullability::nullable);
  row.integer("priority", std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
  row.flag("is_enabled");
  return row;
}

}  // namespace

rt::task<core::result<http::response>> rules_handler::list(call c) {
  query_reader query(c.req);
  const auto agent = query.optional_id<core::catalog_agent_id>("agentId");
  const auto part = page_of(query);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  auto rows = co_await rules_.list(c.tenant, agent, part, c.limit);
  co_return listing(std::move(rows));
}

rt::task<core::result<http::response>> rules_handler::create(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto row = read_fields(fields, *body);
  row.require({"rule_type", "rule_content"});
  const bool is_conditional = row.is_set("rule_type") && body->at("rule_type") == "when";
  if (is_conditional && !row.is_set("condition")) fields.fault("condition", "is required for a rule of type when");
  if (!is_conditional && row.is_set("condition")) fields.fault("condition", "is for rules of type when only");
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto values = row.json();
  auto made = co_await rules_.create(c.tenant, std::move(values), c.limit);
  co_return document(c.req, 201, std::move(made));
}

rt::task<core::result<http::response>> rules_handler::read(call c) {
  const auto rule = rule_of(c);
  if (!rule) co_return rule.error();
  auto row = co_await rules_.read(c.tenant, *rule, c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> rules_handler::change(call c) {
  const auto rule = rule_of(c);
  if (!rule) co_return rule.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto values = read_fields(fields, *body).json();
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto row = co_await rules_.change(c.tenant, *rule, std::move(values), std::move(*asked), c.limit);
  co_return document(c.req, 200, std::move(row));
}

rt::task<core::result<http::response>> rules_handler::remove(call c) {
  const auto rule = rule_of(c);
  if (!rule) co_return rule.error();
  auto asked = precondition_of(c.req);
  if (!asked) co_return asked.error();
  auto done = co_await rules_.remove(c.tenant, *rule, std::move(*asked), c.limit);
  co_return nothing(std::move(done));
}

}  // namespace switchboard::api
