#include "api/error_reply.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using nlohmann::json;

TEST_CASE("error_reply: a problem body says the same to both kinds of clients and leaks no detail") {
  auto e = core::make_internal(core::errc::database_unavailable, "connection to 10.0.0.1 failed: password");
  e.retry_after = std::chrono::seconds(7);
  const auto answer = api::error_reply(e, "req-1");
  const auto body = json::parse(answer.body);
  CHECK(answer.status == 503);
  CHECK(body.at("code") == "database_unavailable");
  CHECK(body.at("error") == body.at("detail"));
  CHECK(body.at("requestId") == "req-1");
  CHECK(answer.body.find("10.0.0.1") == std::string::npos);
  CHECK(answer.headers.find("retry-after") == std::string_view("7"));
  CHECK(answer.headers.find("content-type") == std::string_view("application/problem+json"));
}

TEST_CASE("error_reply: 401 asks for a token, 429 says when to come back, fields and members are shown") {
  CHECK(api::error_reply(core::make_error(core::errc::unauthenticated), "r").headers.find("www-authenticate"));
  CHECK(api::error_reply(core::make_error(core::errc::rate_limited), "r").headers.find("retry-after"));
  const auto field = json::parse(api::error_reply(core::make_field_error("message", "is required"), "r").body);
  CHECK(field.at("errors") == json::array({{{"field", "message"}, {"message", "is required"}}}));
  auto busy = core::make_error(core::errc::conversation_busy);
  busy.members.emplace_back("runId", "abc");
  CHECK(json::parse(api::error_reply(busy, "r").body).at("runId") == "abc");
}

TEST_CASE("error_reply: 429 names the limit that was hit, in its headers only") {
  auto e = core::make_error(core::errc::rate_limited);
  e.retry_after = std::chrono::seconds(3);
  e.members.emplace_back(api::rate_policy_member, "q=200;w=4");
  const auto answer = api::error_reply(e, "r");
  CHECK(answer.headers.find("ratelimit-policy") == std::string_view("\"rate_limited\";q=200;w=4"));
  CHECK(answer.headers.find("ratelimit") == std::string_view("\"rate_limited\";r=0;t=3"));
  CHECK_FALSE(json::parse(answer.body).contains(std::string(api::rate_policy_member)));
  CHECK_FALSE(api::error_reply(core::make_error(core::errc::overloaded), "r").headers.find("ratelimit"));
}

TEST_CASE("error_reply: codes that only exist inside never show") {
  for (const auto code : {core::errc::cancelled, core::errc::closed}) {
    const auto body = json::parse(api::error_reply(core::make_error(code), "r").body);
    CHECK(body.at("code") == "internal");
    CHECK(body.at("status") == 500);
  }
  CHECK(api::error_reply(core::make_error(core::errc::timed_out), "r").status == 503);
}
