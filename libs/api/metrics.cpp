#include "api/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace switchboard::api {
namespace {

// A client chooses the word, and every new label is memory for ever.
std::string label_of(const std::string& method) {
  constexpr std::array<std::string_view, 7> known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return std::find(known.begin(), known.end(), method) == known.end() ? "OTHER" : method;
}

}  // namespace

struct metrics::state {
  struct polled {
    prometheus::Gauge* gauge;
    std::function<double()> value;
  };
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("switchboard_http_requests_total").Help("Answered requests.").Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                           .Name("switchboard_http_request_seconds")
                                                           .Help("Time to the end of an answer, streams included.")
                                                           .Register(registry);
  std::vector<polled> gauges;
};

metrics::metrics() : state_(std::make_unique<state>()) {}
metrics::~metrics() = default;

void metrics::count(const http::access_record& record) {
  const std::string route(record.pattern.empty() ? std::string_view("(none)") : record.pattern);
  const auto method = label_of(record.req->method);
  state_->requests.Add({{"method", method}, {"route", route}, {"status", std::to_string(record.status)}}).Increment();
  static const prometheus::Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                              0.1,    0.25,  0.5,    1,     2.5,  10,    60};
  state_->seconds.Add({{"route", route}}, bounds).Observe(std::chrono::duration<double>(record.took).count());
}

void metrics::gauge(std::string name, std::string help, std::function<double()> value) {
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry);
  state_->gauges.push_back({&family.Add({}), std::move(value)});
}

std::string metrics::text() {
  for (auto& g : state_->gauges) g.gauge->Set(g.value());
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace switchboard::api
