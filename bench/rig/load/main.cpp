// sse_load: a one-thread load generator for event streams and plain requests over keep-alive HTTP/1.1, which also
// weighs the server. Loopback only. Prints one JSON object: counts, latencies in ms, the server's CPU and memory.
#include "connection.hpp"
#include "options.hpp"
#include "process_sample.hpp"
#include "tally.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace load;

double cpu_of_this_process() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Runs the clients until the time is up and their last replies are in.
class runner {
 public:
  runner(const options& o, tally& t) : options_(o), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (int i = 0; i < o.connections; ++i) {
      clients_.push_back(std::make_unique<connection>(o, t, epoll_, i));
      due_.push({now(), clients_.back().get()});
    }
  }
  runner(const runner&) = delete;
  runner& operator=(const runner&) = delete;
  ~runner() {
    clients_.clear();
    close(epoll_);
  }

  void run() {
    const double end = now() + options_.duration;
    std::vector<epoll_event> ready(1024);
    for (double time = now(); time < end || busy_ > 0; time = now()) {
      if (time < end) start_due(time);
      if (time > next_scan_) expire(time);
      const int count = epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), wait_ms(time));
      for (int i = 0; i < count; ++i) {
        auto& event = ready[static_cast<std::size_t>(i)];
        auto* client = static_cast<connection*>(event.data.ptr);
        settle(*client, client->busy(), client->on_ready(event.events));
      }
    }
  }

 private:
  using due = std::pair<double, connection*>;

  void start_due(double time) {
    while (!due_.empty() && due_.top().first <= time) {
      connection& client = *due_.top().second;
      due_.pop();
      ++busy_;
      settle(client, true, client.begin());
    }
  }

  void settle(connection& client, bool was_busy, connection::outcome outcome) {
    if (outcome != connection::outcome::finished || !was_busy) return;
    --busy_;
    due_.push({now() + options_.think, &client});
  }

  void expire(double time) {
    next_scan_ = time + 0.25;
    for (auto& client : clients_) {
      if (!client->busy() || time < client->started() + options_.timeout) continue;
      client->expire();
      settle(*client, true, connection::outcome::finished);
    }
  }

  int wait_ms(double time) const {
    if (due_.empty()) return 50;
    const double left = due_.top().first - time;
    return left <= 0 ? (busy_ > 0 ? 1 : 5) : static_cast<int>(std::min(50.0, left * 1e3));
  }

  const options& options_;
  const int epoll_;
  std::vector<std::unique_ptr<connection>> clients_;
  std::priority_queue<due, std::vector<due>, std::greater<>> due_;
  int busy_ = 0;
  double next_scan_ = 0;
};

std::string format(const char* text, double value) {
  std::array<char, 80> out{};
  std::snprintf(out.data(), out.size(), text, value);
  return out.data();
}

}  // namespace

int main(int argc, char** argv) {
  const options chosen = parse_options(argc, argv);
  const scope what = chosen.whole_tree ? scope::tree : scope::process;
  tally counted;
  const auto host_before = sample_host();
  const auto before = sample_process(chosen.pid, what);
  const double self_before = cpu_of_this_process();
  const double began = now();
  runner(chosen, counted).run();
  const double took = now() - began;
  const auto after = sample_process(chosen.pid, what);
  const auto host_after = sample_host();

  unsigned long failed = 0;
  std::string errors;
  for (const auto& [why, times] : counted.errors) {
    failed += times;
    errors += (errors.empty() ? "\"" : ",\"") + why + "\":" + std::to_string(times);
  }
  const double cpu = after.cpu_seconds - before.cpu_seconds;
  const auto done = static_cast<double>(counted.done);
  const double host_idle = (host_after.idle - host_before.idle) / (host_after.all - host_before.all);
  std::string out = "{\"name\":\"" + chosen.name + "\",\"connections\":" + std::to_string(chosen.connections);
  out += format(",\"seconds\":%.2f", took) + ",\"requests\":" + std::to_string(counted.requests);
  out += ",\"done\":" + std::to_string(counted.done) + ",\"failed\":" + std::to_string(failed);
  out += ",\"reconnects\":" + std::to_string(counted.reconnects) + ",\"events\":" + std::to_string(counted.events);
  out += format(",\"requestsPerSecond\":%.1f", done / took) + format(",\"cpuCores\":%.3f", cpu / took);
  out += format(",\"cpuUsPerRequest\":%.1f", done > 0 ? cpu * 1e6 / done : 0);
  out += format(",\"rssMiB\":%.1f", static_cast<double>(after.rss_kib) / 1024);
  out += format(",\"pssMiB\":%.1f", static_cast<double>(after.pss_kib) / 1024);
  out += format(",\"loadCores\":%.3f", (cpu_of_this_process() - self_before) / took);
  out += format(",\"hostIdlePercent\":%.0f", host_idle * 100);
  out += ",\"ms\":{\"firstByte\":" + counted.first_byte.json() + ",\"firstText\":" + counted.first_text.json();
  out += ",\"laterText\":" + counted.later_text.json() + ",\"total\":" + counted.total.json();
  out += ",\"laterTotal\":" + counted.later_total.json() + "},\"errors\":{" + errors + "}}";
  std::puts(out.c_str());
  if (!chosen.json_file.empty()) std::ofstream(chosen.json_file, std::ios::app) << out << '\n';
  return counted.done > 0 ? 0 : 1;
}
