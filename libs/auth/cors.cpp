#include "auth/cors.hpp"

namespace switchboard::auth {
namespace {

constexpr const char* exposed =
    "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, Location, ETag, Link, "
    "Mcp-Session-Id";
constexpr const char* methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
constexpr const char* request_headers =
    "Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID, Cache-Control, If-Match, "
    "If-None-Match, X-Request-Id, "
    "Mcp-Session-Id, Mcp-Protocol-Version";
constexpr const char* preflight_seconds = "600";

}  // namespace

cors_headers cors_response(const origin_policy& policy, std::string_view origin) {
  cors_headers out{{"Vary", "Origin"}};
  if (!policy.allows(origin)) return out;
  out.emplace_back("Access-Control-Allow-Origin", origin);
  out.emplace_back("Access-Control-Allow-Credentials", "true");
  out.emplace_back("Access-Control-Expose-Headers", exposed);
  return out;
}

cors_headers cors_preflight(const origin_policy& policy, std::string_view origin) {
  cors_headers out{{"Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"}};
  if (!policy.allows(origin)) return out;
  out.emplace_back("Access-Control-Allow-Origin", origin);
  out.emplace_back("Access-Control-Allow-Credentials", "true");
  out.emplace_back("Access-Control-Allow-Methods", methods);
  out.emplace_back("Access-Control-Allow-Headers", request_headers);
  out.emplace_back("Access-Control-Max-Age", preflight_seconds);
  return out;
}

}  // namespace switchboard::auth
