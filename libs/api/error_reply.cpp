#include "api/error_reply.hpp"

#include "auth/authenticator.hpp"
#include "core/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace switchboard::api {
namespace {

// Codes of waits that were cancelled or timed out inside must not show; the nearest honest public code does.
core::errc public_code(core::errc code) {
  switch (code) {
    case core::errc::cancelled:
    case core::errc::closed:
      return core::errc::internal;
    case core::errc::timed_out:
      return core::errc::database_unavailable;
    default:
      return code;
  }
}

std::string_view title(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Internal Server Error";
  }
}

// draft-ietf-httpapi-ratelimit-headers: the policy by its name, and that nothing of it is left until then.
void add_rate_limit(http::response& out, const core::error& e) {
  const auto name = "\"" + std::string(core::name(e.code)) + "\"";
  const auto policy = std::find_if(e.members.begin(), e.members.end(),
                                   [](const auto& member) { return member.first == rate_policy_member; });
  const auto again = e.retry_after.value_or(std::chrono::seconds(1)).count();
  out.headers.add("RateLimit-Policy", name + ";" + (policy == e.members.end() ? "q=1" : policy->second));
  out.headers.add("RateLimit", name + ";r=0;t=" + std::to_string(again));
}

}  // namespace

http::response error_reply(const core::error& e, std::string_view request_id) {
  const auto code = public_code(e.code);
  const auto shown = code == e.code ? e : core::make_error(code);
  const int status = core::http_status(code);
  nlohmann::ordered_json body{{"type", "about:blank"},   {"title", title(status)},   {"status", status},
                              {"detail", shown.message}, {"code", core::name(code)}, {"error", shown.message},
                              {"requestId", request_id}};
  if (!shown.fields.empty()) {
    auto& list = body["errors"] = nlohmann::ordered_json::array();
    for (const auto& f : shown.fields) list.push_back({{"field", f.field}, {"message", f.message}});
  }
  for (const auto& [key, value] : shown.members) {
    if (key != rate_policy_member) body[key] = value;
  }
  http::response out;
  out.status = status;
  out.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  out.headers.add("Content-Type", "application/problem+json");
  out.headers.add("Cache-Control", "no-store");
  if (status == 401) out.headers.add("WWW-Authenticate", std::string(auth::bearer_challenge));
  if (status == 429 || status == 503) {
    out.headers.add("Retry-After", std::to_string(e.retry_after.value_or(std::chrono::seconds(1)).count()));
  }
  if (status == 429) add_rate_limit(out, e);
  return out;
}

}  // namespace switchboard::api
