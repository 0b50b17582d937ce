// What every request goes through, in this order and for these reasons:
//   1. CORS      a preflight must be answered before anything asks for credentials
//   2. routing   404 and 405 cost nothing and say nothing about anybody's data
//   3. who       no handler runs for a user without a verified token
//   4. rate      a flood, of a user, of a workspace or of an address that is not signed in, is refused before it
//                reaches anybody's data
//   5. handler
//   6. errors    one function from any error to a problem body
#pragma once

#include "api/call.hpp"
#include "api/request_limits.hpp"
#include "auth/authenticator.hpp"
#include "http/router.hpp"

#include <string_view>

namespace switchboard::api {

class pipeline {
 public:
  /// Both must outlive this.
  pipeline(auth::authenticator& who, request_limits& limits) : who_(who), limits_(limits) {}

  /// Routes that need a user, routes that need none, and routes of those who watch the server, which nothing limits.
  /// Call before the first request.
  void add(std::string_view method, std::string_view pattern, call_handler h);
  void add_open(std::string_view method, std::string_view pattern, open_handler h);
  void add_probe(std::string_view method, std::string_view pattern, open_handler h);

  rt::task<http::response> handle(http::request& req);
  const http::router& routes() const noexcept { return router_; }

 private:
  rt::task<http::response> routed(http::request& req);
  rt::task<core::result<http::response>> authenticated(const call_handler& h, http::request& req);

  auth::authenticator& who_;
  request_limits& limits_;
  http::router router_;
};

}  // namespace switchboard::api
