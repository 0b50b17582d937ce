#include "api/body_reader.hpp"

#include "api/query_reader.hpp"
#include "core/uuid.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;

namespace {

http::request post(std::string body, std::string type = "application/json") {
  http::request req;
  req.body = std::move(body);
  req.headers.add("Content-Length", std::to_string(req.body.size()));
  req.headers.add("Content-Type", std::move(type));
  return req;
}

}  // namespace

TEST_CASE("body_reader: takes application/json with parameters and refuses other types") {
  CHECK(api::read_json_object(post("{}")));
  CHECK(api::read_json_object(post("{}", "Application/JSON; charset=utf-8")));
  for (const auto* type : {"text/plain", "application/jsonp", "application/json-patch+json", ""}) {
    CHECK(api::read_json_object(post("{}", type)).error().code == core::errc::unsupported_media_type);
  }
}

TEST_CASE("body_reader: a body that is no object is a bad field, one that is no JSON is bad_json") {
  CHECK(api::read_json_object(post("[1]")).error().code == core::errc::invalid_field);
  CHECK(api::read_json_object(post("{")).error().code == core::errc::bad_json);
  CHECK(api::read_json_object(post("")).error().code == core::errc::bad_json);
  CHECK(api::read_json_object(post(R"({"a":1,"a":2})")).error().code == core::errc::bad_json);
}

TEST_CASE("body_reader: names every bad field at once") {
  const core::json body{{"message", 7}, {"agentId", "nope"}, {"onBusy", "maybe"}};
  api::body_reader fields(body);
  fields.text("message", 1, 10);
  fields.id<core::agent_id>("agentId");
  fields.id<core::workspace_id>("workspaceId");
  fields.word("onBusy", {"reject", "queue"}, "reject");
  const auto outcome = fields.finish();
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == core::errc::invalid_field);
  REQUIRE(outcome.error().fields.size() == 4);
  CHECK(outcome.error().fields[2].field == "workspaceId");
  CHECK(outcome.error().fields[2].message == "is required");
}

TEST_CASE("body_reader: counts characters, not bytes") {
  const core::json body{{"message", "äöü€😀"}};
  api::body_reader fields(body);
  CHECK(fields.text("message", 5, 5) == "äöü€😀");
  CHECK(fields.finish());
  api::body_reader strict(body);
  strict.text("message", 1, 4);
  CHECK_FALSE(strict.finish());
}

TEST_CASE("query_reader: numbers, flags and ids are exact") {
  http::request req;
  req.query = {{"limit", "20"}, {"offset", "-1"}, {"hired_only", "yes"}, {"agentId", "x"}};
  api::query_reader query(req);
  CHECK(query.integer("limit", 1, 200, 50) == 20);
  CHECK(query.integer("absent", 1, 200, 50) == 50);
  query.integer("offset", 0, 10, 0);
  query.flag("hired_only");
  query.id<core::agent_id>("agentId");
  query.id<core::agent_id>("workspaceId");
  const auto outcome = query.finish();
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == core::errc::bad_query);
  CHECK(outcome.error().fields.size() == 4);
}
