// The gate that every request header passes before anything acts on it: RFC 9112 and 9110 read strictly, so that no
// proxy in front and no parser behind can see other message bounds than we do. What the RFCs let a server refuse is
// refused: bare CR or LF, folded lines, controls, two framings, lists or signs in lengths, a missing or second Host.
//
// Life cycle: construct, then for each request, advance() with everything received so far whenever more came,
// take() once complete. Bytes are looked at once, so a header that trickles in costs no more than one that arrives
// whole. No I/O; one thread.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::wire {

struct header_limits {
  std::size_t header_bytes = 32UL * 1024;  // request line, fields and the empty line; beyond: headers_too_large
  std::size_t target_bytes = 8UL * 1024;   // beyond: uri_too_long
  std::size_t fields = 128;                // beyond: headers_too_large
};

/// How the body is bounded (RFC 9112 section 6.3).
enum class body_framing { none, length, chunked };

/// What a header says, all of it checked.
struct request_header {
  std::string method;    // a token, case kept
  std::string target;    // as sent
  std::string resource;  // path and query in origin form, whatever form the target had; "*" for OPTIONS *
  int minor_version = 1;
  std::vector<std::pair<std::string, std::string>> fields;  // in order; values without surrounding white space
  body_framing framing = body_framing::none;
  std::uint64_t content_length = 0;  // of framing `length`
  bool keep_alive = true;
  bool expect_continue = false;
  std::size_t size = 0;  // bytes from the start of what was received to the first of the body
};

enum class gate_progress { need_more, complete };

class header_gate {
 public:
  explicit header_gate(header_limits limits = {}) : limits_(limits) {}

  /// `received` is everything since the request began: what earlier calls saw, and more. Errors: bad_request,
  /// uri_too_long, headers_too_large, length_required (HTTP/1.0), not_implemented (CONNECT, other transfer codings),
  /// version_not_supported. After an error the connection has no further use.
  core::result<gate_progress> advance(std::string_view received);
  /// The header, once complete; the gate is then ready for the next request.
  request_header take();

 private:
  core::result<void> end_line(std::string_view received, std::size_t end);
  core::result<void> check_size(std::string_view line) const;
  core::result<void> request_line(std::string_view line);
  core::result<void> field_line(std::string_view line);
  core::result<void> note_field(std::string_view name, std::string_view value);
  core::result<void> finish();
  core::result<void> decide_framing();

  // What fields have said so far; decided upon at the end of the header.
  struct seen_fields {
    int host = 0;
    int content_length = 0;
    int transfer_encoding = 0;
    int authorization = 0;
    int content_type = 0;
    int origin = 0;
    bool close = false;
    bool keep_alive = false;
    bool expect_continue = false;
    std::string host_value;
    std::string length_value;
    std::string coding_value;
  };

  header_limits limits_;
  std::size_t scanned_ = 0;     // bytes that were looked at
  std::size_t line_begin_ = 0;  // of the line being scanned
  bool have_request_line_ = false;
  bool complete_ = false;
  request_header header_;
  seen_fields seen_;
  std::string authority_;  // of an absolute-form target
};

}  // namespace switchboard::wire
