#include "api/health_handler.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::api {
namespace {
constexpr auto check_limit = std::chrono::seconds(3);
}  // namespace

rt::task<core::result<http::response>> health_handler::health(const http::request&) {
  co_return http::response::json(200, R"({"status":"ok"})");
}

rt::task<core::result<http::response>> health_handler::ready(const http::request&) {
  nlohmann::ordered_json body{{"status", "ready"}, {"checks", nlohmann::ordered_json::object()}};
  for (const auto& c : checks_) {
    const auto limit = core::deadline::after(check_limit);
    const auto outcome = co_await c.check(limit);
    body["checks"][c.name] = outcome ? "ok" : outcome.error().message;
    if (!outcome) body["status"] = "not ready";
  }
  const bool good = body["status"] == "ready";
  auto out = http::response::json(good ? 200 : 503, body.dump());
  if (!good) out.headers.add("Retry-After", "2");
  co_return out;
}

rt::task<core::result<http::response>> health_handler::scrape(const http::request&) {
  http::response out;
  out.body = metrics_.text();
  out.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  co_return out;
}

}  // namespace switchboard::api
