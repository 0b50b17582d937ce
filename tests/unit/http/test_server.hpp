// A server on a free loopback port with a handler of the test's, two shards, and a log of what it answered.
#pragma once

#include "http/server.hpp"
#include "rt/runtime.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace switchboard::http::test {

struct answered {
  std::string method;
  std::string path;
  std::string id;
  std::string pattern;
  int status = 0;
  std::uint64_t bytes_sent = 0;
};

class test_server {
 public:
  explicit test_server(handler h, limits l = {});

  std::uint16_t port() const { return server_.port(); }
  server& get() { return server_; }
  std::vector<answered> log() const;
  /// Waits (generously) until that many requests have been answered.
  std::vector<answered> wait_for_log(std::size_t count) const;
  /// Waits (generously) until that many connections are open.
  bool wait_for_connections(std::size_t count) const;

 private:
  hooks make_hooks(handler h);

  mutable std::mutex mutex_;
  std::vector<answered> log_;
  rt::runtime runtime_{2};
  server server_;
};

/// Polls until `condition` holds; false after a generous time.
bool eventually(const std::function<bool()>& condition);

/// Answers with what it was asked: "<method> <path> <body>".
rt::task<response> echo(request& req);

}  // namespace switchboard::http::test
