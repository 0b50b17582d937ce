// An error is a value: a closed code that decides status and `code` on the wire, a public message that a client may
// read, and an internal detail that only the log may see. It is made where the failure is understood and travels
// unchanged to the one place that answers (api/error_reply, or the run's `error` event).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::core {

/// Every expected failure. One HTTP status and one `code` each (contract section 9).
enum class errc {
  bad_json,                // 400: not JSON, too deep, duplicate keys, NUL
  invalid_field,           // 400: a field has a wrong type, length or form
  bad_query,               // 400: a query parameter is missing or malformed
  bad_request,             // 400: HTTP framing that RFC 9112 lets us refuse
  unauthenticated,         // 401
  forbidden,               // 403: not a member, or not enough of a role
  origin_not_allowed,      // 403: cookie-authenticated change without an allowed Origin
  not_found,               // 404: absent, or invisible to this user
  method_not_allowed,      // 405
  not_acceptable,          // 406
  request_timeout,         // 408
  already_hired,           // 409
  conversation_busy,       // 409
  already_resolved,        // 409
  conflict,                // 409: any other unique or exclusion conflict
  gone,                    // 410
  length_required,         // 411
  precondition_failed,     // 412
  payload_too_large,       // 413
  uri_too_long,            // 414
  unsupported_media_type,  // 415
  idempotency_mismatch,    // 422
  headers_too_large,       // 431
  rate_limited,            // 429
  quota_exceeded,          // 429
  too_many_streams,        // 429
  internal,                // 500
  not_implemented,         // 501: an HTTP method or transfer coding that we do not have
  database_unavailable,    // 503
  agent_unavailable,       // 503
  shutting_down,           // 503
  version_not_supported,   // 505
  // In a stream only (contract section 9, last paragraph).
  overloaded,
  model_unavailable,
  agent_crashed,
  agent_timeout,
  max_turns,
  budget_exceeded,
  server_restart,
  invalid_agent_config,
  context_too_long,
  host_lost,
  cancelled,  // never shown: the wait was cancelled by its owner
  timed_out,  // never shown as such: a deadline passed; the owner turns it into its own code
  closed,     // never shown: the other end has gone away
};

/// The code's name on the wire, e.g. "conversation_busy".
std::string_view name(errc code) noexcept;

/// The HTTP status of a code; 500 for codes that exist in streams only.
int http_status(errc code) noexcept;

/// One refused field of a body or query: its JSON path ("messages[0].role") and what is wrong with it.
struct field_error {
  std::string field;
  std::string message;
};

/// See the head of this file.
struct error {
  error() = default;
  error(errc c, std::string m) : code(c), message(std::move(m)) {}

  errc code = errc::internal;
  std::string message;                                       // public
  std::string detail;                                        // internal: never leaves the process but for the log
  std::vector<field_error> fields;                           // `errors` of invalid_field
  std::vector<std::pair<std::string, std::string>> members;  // extra string members of the problem body
  std::optional<std::chrono::seconds> retry_after;           // Retry-After of 429 and 503
};

/// An error with the code's standard public message.
error make_error(errc code);
/// An error with a public message of its own.
error make_error(errc code, std::string message);
/// An error whose detail goes to the log only; the public message is the code's standard one.
error make_internal(errc code, std::string detail);
/// `invalid_field` for one field.
error make_field_error(std::string field, std::string message);

}  // namespace switchboard::core
