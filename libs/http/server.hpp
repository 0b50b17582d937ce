// The HTTP/1.1 server: listeners that pin each accepted connection to a shard, and connections that read a request
// (header gate, limits, a deadline for every phase), run the handler, and write the answer; keep-alive and pipelining
// in order. It never sees tenants or use cases.
//
// Life cycle: construct, listen() (throws when the port cannot be had), then the runtime runs; shutdown() stops
// accepting, lets requests in flight finish until the deadline, closes idle connections at once, then cancels the rest.
#pragma once

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "http/response.hpp"
#include "rt/runtime.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace switchboard::http {

struct limits {
  std::size_t header_bytes = 32UL * 1024;  // beyond: 431
  std::size_t target_bytes = 8UL * 1024;   // beyond: 414
  std::size_t body_bytes = 1024UL * 1024;  // beyond: 413
  std::size_t connections = 10'000;        // for each server: beyond, 503 and close
  std::size_t requests_per_connection = 100'000;
  std::chrono::milliseconds header_time{10'000};  // first byte of a request to the end of its header (slowloris)
  std::chrono::milliseconds body_time{30'000};
  std::chrono::milliseconds idle_time{75'000};     // keep-alive: between requests
  std::chrono::milliseconds request_time{60'000};  // the handler, up to the start of its answer
  std::chrono::milliseconds write_time{30'000};    // one write that makes no progress; one chunk of a stream
};

/// What happened, for the access log and metrics; one call for each answered request.
struct access_record {
  const request* req = nullptr;
  std::string_view pattern;  // req->pattern: the route, "" without one
  int status = 0;
  std::uint64_t bytes_sent = 0;
  std::chrono::steady_clock::duration took{};
};

/// What the server asks of its owner. All run on the connection's shard.
struct hooks {
  /// Answers a request: routing and everything above it.
  std::function<rt::task<response>(request&)> handle;
  /// The problem body for a failure below the handler (bad framing, limits, time-outs, a bug).
  std::function<response(const core::error&, const request&)> fail;
  std::function<void(const access_record&)> access;
};

class server {
 public:
  server(rt::runtime& runtime, const limits& l, const hooks& h);
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server();

  /// Binds and starts accepting. Port 0 picks one. Throws std::system_error (EADDRINUSE, …).
  void listen(const std::string& host, std::uint16_t port);
  std::uint16_t port() const noexcept;
  std::size_t connections() const noexcept;
  /// See the class comment. Blocks the calling thread, which must be none of the runtime's.
  void shutdown(core::deadline limit);

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace switchboard::http
