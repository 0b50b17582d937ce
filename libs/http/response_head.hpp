// The status line and fields of an answer as bytes.
#pragma once

#include "http/response.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace switchboard::http {

/// How the body of an answer ends.
enum class answer_framing { none, length, chunked, until_close };

/// What the connection itself says in a header.
struct head_facts {
  answer_framing framing = answer_framing::length;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  int minor_version = 1;  // of the request
  std::string_view request_id;
};

/// Throws std::logic_error for an answer that cannot be sent: a field that is not one line (response splitting), or a
/// status outside 200 to 599.
void check_head(const response& answer);

/// Status line, the answer's fields, ours, and the empty line, for an answer that was checked. Fields that are the
/// connection's own business are dropped from `answer`.
std::string serialize_head(const response& answer, const head_facts& facts);

/// Answers that never have a body (RFC 9110 section 6.4.1).
bool has_no_content(int status) noexcept;

}  // namespace switchboard::http
