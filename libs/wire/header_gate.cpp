#include "wire/header_gate.hpp"

#include "wire/http_grammar.hpp"

#include <array>

namespace switchboard::wire {
namespace {

using core::errc;
using core::result;

// The longest method that any registry knows has 17 letters.
constexpr std::size_t method_bytes = 32;

core::error refuse(std::string why) {
  return core::make_error(errc::bad_request, std::move(why));
}

// "HTTP/1.1" is 1, "HTTP/1.0" is 0.
result<int> parse_version(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 8 || !text.starts_with("HTTP/") || !digit(5) || text[6] != '.' || !digit(7)) {
    return refuse("The request line has no valid HTTP version.");
  }
  if (text == "HTTP/1.1") return 1;
  if (text == "HTTP/1.0") return 0;
  return core::make_error(errc::version_not_supported);
}

struct split_target {
  std::string_view authority;  // of the absolute form only
  std::string resource;
};

// The four forms of RFC 9112 section 3.2; the authority form belongs to CONNECT, which is refused before.
result<split_target> parse_target(std::string_view method, std::string_view target) {
  if (target == "*") {
    if (method == "OPTIONS") return split_target{{}, "*"};
    return refuse("The target * is for OPTIONS only.");
  }
  if (!is_target(target)) return refuse("The request target holds a character that must be percent-encoded.");
  if (target.front() == '/') return split_target{{}, std::string(target)};
  const auto scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return refuse("The request target is neither a path nor a URL.");
  const auto scheme = target.substr(0, scheme_end);
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) {
    return refuse("The request target has a scheme other than http.");
  }
  const auto rest = target.substr(scheme_end + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  if (!is_host(authority)) return refuse("The request target has no valid host.");
  const auto resource = rest.substr(authority.size());
  if (resource.empty()) return split_target{authority, method == "OPTIONS" ? "*" : "/"};
  return split_target{authority, (resource.front() == '/' ? "" : "/") + std::string(resource)};
}

// Connection: 1#connection-option; empty elements are allowed (RFC 9110 section 5.6.1.2).
template<class Visit>
bool for_each_element(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto element = trim_white_space(list.substr(0, comma));
    if (!element.empty() && !visit(element)) return false;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return true;
}

// Exactly "chunked". A list that ends with it is well-formed, but its other codings are not ours to undo.
result<void> check_coding(std::string_view value) {
  if (equals_ignoring_case(value, "chunked")) return {};
  int chunked = 0;
  int others = 0;
  bool chunked_last = false;
  const bool valid = for_each_element(value, [&](std::string_view coding) {
    chunked_last = equals_ignoring_case(coding, "chunked");
    ++(chunked_last ? chunked : others);
    return is_token(coding);
  });
  if (valid && chunked_last && chunked == 1 && others > 0) {
    return core::make_error(errc::not_implemented, "Only the chunked transfer coding is supported.");
  }
  return refuse("The body's transfer coding is not chunked.");
}

}  // namespace

result<gate_progress> header_gate::advance(std::string_view received) {
  for (; !complete_ && scanned_ < received.size(); ++scanned_) {
    const auto c = static_cast<unsigned char>(received[scanned_]);
    const bool after_return = scanned_ > line_begin_ && received[scanned_ - 1] == '\r';
    if (c == '\n') {
      if (!after_return) return refuse("A line feed stands alone.");
      if (auto done = end_line(received, scanned_); !done) return done.error();
    } else if (after_return) {
      return refuse("A carriage return stands alone.");
    } else if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f) {
      return refuse("The header holds a control character.");
    }
  }
  if (complete_) return gate_progress::complete;
  if (auto fits = check_size(received.substr(line_begin_)); !fits) return fits.error();
  return gate_progress::need_more;
}

request_header header_gate::take() {
  request_header out = std::move(header_);
  *this = header_gate(limits_);
  return out;
}

// `end` is the place of the line feed.
result<void> header_gate::end_line(std::string_view received, std::size_t end) {
  const auto line = received.substr(line_begin_, end - 1 - line_begin_);
  if (auto fits = check_size(received.substr(line_begin_, end + 1 - line_begin_)); !fits) return fits.error();
  const bool first = line_begin_ == 0;
  line_begin_ = end + 1;
  if (!have_request_line_) {
    if (line.empty() && first) return {};  // RFC 9112 section 2.2: one empty line before the request line is ignored
    have_request_line_ = true;
    return request_line(line);
  }
  if (!line.empty()) return field_line(line);
  header_.size = end + 1;
  complete_ = true;
  return finish();
}

// `line` is the current line, whole or as far as it came.
result<void> header_gate::check_size(std::string_view line) const {
  const bool too_large = line_begin_ + line.size() > limits_.header_bytes;
  if (have_request_line_) {
    if (too_large) return core::make_error(errc::headers_too_large);
    return {};
  }
  if (line.size() > method_bytes && line.substr(0, method_bytes + 1).find(' ') == std::string_view::npos) {
    return core::make_error(errc::not_implemented, "This method is not supported.");
  }
  if (too_large || line.size() > method_bytes + limits_.target_bytes + sizeof("  HTTP/1.1\r\n")) {
    return core::make_error(errc::uri_too_long);
  }
  return {};
}

result<void> header_gate::request_line(std::string_view line) {
  const auto method = line.substr(0, line.find(' '));
  if (!is_token(method)) return refuse("The request line does not begin with a method.");
  if (method.size() > method_bytes) return core::make_error(errc::not_implemented, "This method is not supported.");
  if (method.size() == line.size()) return refuse("The request line has no target.");
  line.remove_prefix(method.size() + 1);
  const auto target = line.substr(0, line.find(' '));
  if (target.size() > limits_.target_bytes) return core::make_error(errc::uri_too_long);
  if (target.size() == line.size()) return refuse("The request line has no HTTP version.");
  auto version = parse_version(line.substr(target.size() + 1));
  if (!version) return version.error();
  if (method == "CONNECT") return core::make_error(errc::not_implemented, "This server is no proxy.");
  auto split = parse_target(method, target);
  if (!split) return split.error();
  header_.method = method;
  header_.target = target;
  header_.resource = std::move(split->resource);
  header_.minor_version = *version;
  authority_ = split->authority;
  return {};
}

result<void> header_gate::field_line(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return refuse("A header line is folded.");
  const auto name = line.substr(0, line.find(':'));
  if (name.size() == line.size()) return refuse("A header line has no colon.");
  if (!is_token(name)) return refuse("A header field has no valid name.");
  if (header_.fields.size() >= limits_.fields) return core::make_error(errc::headers_too_large);
  const auto value = trim_white_space(line.substr(name.size() + 1));
  header_.fields.emplace_back(name, value);
  return note_field(name, value);
}

result<void> header_gate::note_field(std::string_view name, std::string_view value) {
  struct single_field {
    std::string_view name;
    int seen_fields::* count;
    std::string seen_fields::* value;
  };
  // Fields of one value. A second of any of these would be read differently by different readers.
  static constexpr std::array<single_field, 6> singles{{
      {"host", &seen_fields::host, &seen_fields::host_value},
      {"content-length", &seen_fields::content_length, &seen_fields::length_value},
      {"transfer-encoding", &seen_fields::transfer_encoding, &seen_fields::coding_value},
      {"authorization", &seen_fields::authorization, nullptr},
      {"content-type", &seen_fields::content_type, nullptr},
      {"origin", &seen_fields::origin, nullptr},
  }};
  for (const auto& single : singles) {
    if (!equals_ignoring_case(name, single.name)) continue;
    if (++(seen_.*single.count) > 1) return refuse("The " + std::string(single.name) + " field occurs twice.");
    if (single.value != nullptr) seen_.*single.value = value;
    return {};
  }
  if (equals_ignoring_case(name, "expect")) {
    if (!equals_ignoring_case(value, "100-continue")) return refuse("The expectation is not known.");
    seen_.expect_continue = true;
  } else if (equals_ignoring_case(name, "connection")) {
    const bool valid = for_each_element(value, [this](std::string_view option) {
      if (equals_ignoring_case(option, "close")) seen_.close = true;
      if (equals_ignoring_case(option, "keep-alive")) seen_.keep_alive = true;
      return is_token(option);
    });
    if (!valid) return refuse("The connection field is malformed.");
  }
  return {};
}

result<void> header_gate::finish() {
  const bool newest = header_.minor_version == 1;
  if (seen_.host == 0 && newest) return refuse("The host field is missing.");
  if (seen_.host == 1 && !is_host(seen_.host_value)) return refuse("The host field is malformed.");
  if (!authority_.empty() && seen_.host == 1 && !equals_ignoring_case(authority_, seen_.host_value)) {
    return refuse("The request target and the host field name different hosts.");
  }
  header_.keep_alive = !seen_.close && (newest || seen_.keep_alive);
  if (auto decided = decide_framing(); !decided) return decided.error();
  header_.expect_continue = seen_.expect_continue && newest && header_.framing != body_framing::none;
  return {};
}

// RFC 9112 section 6.3, refusing wherever it lets a server choose.
result<void> header_gate::decide_framing() {
  if (seen_.transfer_encoding == 1) {
    if (header_.minor_version == 0) return refuse("HTTP/1.0 has no transfer codings.");
    if (seen_.content_length == 1) return refuse("Transfer-Encoding and Content-Length exclude each other.");
    header_.framing = body_framing::chunked;
    return check_coding(seen_.coding_value);
  }
  if (seen_.content_length == 1) {
    const auto length = parse_length(seen_.length_value);
    if (!length) return refuse("The content length is not a number.");
    header_.framing = body_framing::length;
    header_.content_length = *length;
    return {};
  }
  const bool sends_content = header_.method == "POST" || header_.method == "PUT" || header_.method == "PATCH";
  if (header_.minor_version == 0 && sends_content) return core::make_error(errc::length_required);
  return {};
}

}  // namespace switchboard::wire
