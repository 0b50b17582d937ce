#include "auth/cors.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard::auth;

namespace {

const origin_policy policy = *origin_policy::make({"https://app.example.com"});

std::string value_of(const cors_headers& headers, const std::string& name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  return found == headers.end() ? "" : found->second;
}

}  // namespace

TEST_CASE("cors: an allowed origin may read answers with credentials") {
  const auto headers = cors_response(policy, "https://app.example.com");
  CHECK(value_of(headers, "Access-Control-Allow-Origin") == "https://app.example.com");
  CHECK(value_of(headers, "Access-Control-Allow-Credentials") == "true");
  CHECK_THAT(value_of(headers, "Access-Control-Expose-Headers"), Catch::Contains("X-Request-Id"));
  CHECK(value_of(headers, "Vary") == "Origin");
}

TEST_CASE("cors: any other origin gets nothing but Vary") {
  for (const std::string origin : {"", "null", "https://evil.test", "https://app.example.com.evil.test", "*"}) {
    INFO(origin);
    CHECK(cors_response(policy, origin) == cors_headers{{"Vary", "Origin"}});
    const auto preflight = cors_preflight(policy, origin);
    REQUIRE(preflight.size() == 1);
    CHECK(preflight.front().first == "Vary");
  }
}

TEST_CASE("cors: a preflight names the methods and headers of the API") {
  const auto headers = cors_preflight(policy, "https://app.example.com");
  CHECK(value_of(headers, "Access-Control-Allow-Origin") == "https://app.example.com");
  CHECK(value_of(headers, "Access-Control-Allow-Credentials") == "true");
  for (const std::string method : {"GET", "POST", "PATCH", "DELETE"})
    CHECK_THAT(value_of(headers, "Access-Control-Allow-Methods"), Catch::Contains(method));
  for (const std::string name : {"Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"})
    CHECK_THAT(value_of(headers, "Access-Control-Allow-Headers"), Catch::Contains(name));
  CHECK(value_of(headers, "Access-Control-Max-Age") == "600");
  CHECK_THAT(value_of(headers, "Vary"), Catch::Contains("Access-Control-Request-Headers"));
}
