// Which handler answers a request: exact segments before parameters ("/api/agents/{id}/hire").
#pragma once

#include "http/response.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::http {

/// What the router found: a handler with its parameters, or which methods the path has.
struct route_match {
  const handler* found = nullptr;
  std::string pattern;  // for metrics and logs: low cardinality
  std::vector<std::pair<std::string, std::string>> params;
  std::vector<std::string> allowed;  // methods of the path, when `found` is null and it exists
};

/// A table of routes, filled at start and read-only afterwards (so shards share it).
class router {
 public:
  router();
  router(router&&) noexcept;
  router& operator=(router&&) noexcept;
  ~router();

  /// Throws std::logic_error for a second handler of the same method and pattern.
  void add(std::string_view method, std::string_view pattern, handler h);
  route_match match(std::string_view method, std::string_view path) const;
  /// Every (method, pattern), for the OpenAPI document's tests.
  std::vector<std::pair<std::string, std::string>> routes() const;

 private:
  struct node;
  std::unique_ptr<node> root_;
};

}  // namespace switchboard::http
