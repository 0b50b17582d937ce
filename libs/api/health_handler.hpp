// Liveness, readiness and metrics: for load balancers and Prometheus, without a user.
#pragma once

#include "api/call.hpp"
#include "api/metrics.hpp"

#include <functional>
#include <string>

namespace switchboard::api {

/// One thing that must work before requests are welcome; an error's public message says what is wrong.
struct readiness_check {
  std::string name;
  std::function<rt::task<core::result<void>>(core::deadline)> check;
};

class health_handler {
 public:
  health_handler(metrics& m, std::vector<readiness_check> checks) : metrics_(m), checks_(std::move(checks)) {}

  rt::task<core::result<http::response>> health(const http::request& req);  // GET /health
  rt::task<core::result<http::response>> ready(const http::request& req);   // GET /ready
  rt::task<core::result<http::response>> scrape(const http::request& req);  // GET /metrics

 private:
  metrics& metrics_;
  std::vector<readiness_check> checks_;
};

}  // namespace switchboard::api
