// What every request goes through, in this order and for these reasons:
//   1. CORS      a preflight must be answered before anything asks for credentials
//   2. routing   404 and 405 cost nothing and say nothing about anybody's data
//   3. who       no handler runs for a user without a verified token
//   4. rate      a user's flood is refused before it reaches the database
//   5. handler
//   6. errors    one function from any error to a problem body
#pragma once

#include "api/call.hpp"
#include "api/rate_limiter.hpp"
#include "auth/authenticator.hpp"
#include "http/router.hpp"

#include <string_view>

namespace switchboard::api {

class pipeline {
 public:
  /// Both must outlive this.
  pipeline(auth::authenticator& who, rate_limiter& rates) : who_(who), rates_(rates) {}

  /// Routes that need a user, and routes that need none. Call before the first request.
  void add(std::string_view method, std::string_view pattern, call_handler h);
  void add_open(std::string_view method, std::string_view pattern, open_handler h);

  rt::task<http::response> handle(http::request& req);
  const http::router& routes() const noexcept { return router_; }

 private:
  rt::task<http::response> routed(http::request& req);
  rt::task<core::result<http::response>> authenticated(const call_handler& h, http::request& req);

  auth::authenticator& who_;
  rate_limiter& rates_;
  http::router router_;
};

}  // namespace switchboard::api
