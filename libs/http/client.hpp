// Requests that the server itself sends (a JWKS, a webhook): libcurl on a thread of a blocking pool, with a deadline, a
// cap on the answer, and a policy on where it may go. Redirects are answers like any other: they are not followed.
// Proxies of the environment, cookies and netrc files are not used.
//
// Life cycle: one for the program; stateless between requests; any shard may call.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "http/request.hpp"
#include "rt/blocking_pool.hpp"
#include "rt/task.hpp"

#include <cstddef>
#include <string>

namespace switchboard::http {

/// Where requests may go.
enum class reach {
  secure,              // https only
  secure_or_loopback,  // and http to 127.0.0.0/8 and ::1, whatever the name that leads there
};

struct outbound_request {
  std::string method = "GET";  // GET or POST
  std::string url;
  header_list headers;
  std::string body;  // of POST
  core::deadline limit = core::deadline::after(std::chrono::seconds(10));
  std::size_t max_body = 1024UL * 1024;  // of the answer
};

struct outbound_response {
  int status = 0;
  header_list headers;
  std::string body;
};

/// Sends from this thread, which it blocks until the deadline at most. Errors: bad_request (URL, method or header that
/// the policy refuses), timed_out, payload_too_large, closed (no connection, or a broken one; detail says which).
core::result<outbound_response> send_blocking(reach where, const outbound_request& out);

class client {
 public:
  client(rt::blocking_pool& pool, reach where) : pool_(pool), reach_(where) {}
  /// See send_blocking.
  rt::task<core::result<outbound_response>> send(outbound_request out);

 private:
  rt::blocking_pool& pool_;
  reach reach_;
};

}  // namespace switchboard::http
