// What Prometheus scrapes: requests by route and status, and gauges that are asked for at the scrape.
#pragma once

#include "http/server.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace switchboard::api {

class metrics {
 public:
  metrics();
  metrics(const metrics&) = delete;
  metrics& operator=(const metrics&) = delete;
  ~metrics();

  /// Counts one answered request. Thread-safe.
  void count(const http::access_record& record);
  /// A gauge whose value is read at every scrape. Register before the first request.
  void gauge(std::string name, std::string help, std::function<double()> value);
  /// The Prometheus text format, version 0.0.4.
  std::string text();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace switchboard::api
