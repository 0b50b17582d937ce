#include "http/response_head.hpp"

#include "wire/http_grammar.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

namespace switchboard::http {
namespace {

std::string_view reason_phrase(int status) noexcept {
  struct row {
    int status;
    std::string_view phrase;
  };
  static constexpr std::array rows{
      row{200, "OK"},
      row{201, "Created"},
      row{202, "Accepted"},
      row{204, "No Content"},
      row{206, "Partial Content"},
      row{301, "Moved Permanently"},
      row{302, "Found"},
      row{303, "See Other"},
      row{304, "Not Modified"},
      row{307, "Temporary Redirect"},
      row{308, "Permanent Redirect"},
      row{400, "Bad Request"},
      row{401, "Unauthorized"},
      row{403, "Forbidden"},
      row{404, "Not Found"},
      row{405, "Method Not Allowed"},
      row{406, "Not Acceptable"},
      row{408, "Request Timeout"},
      row{409, "Conflict"},
      row{410, "Gone"},
      row{411, "Length Required"},
      row{412, "Precondition Failed"},
      row{413, "Content Too Large"},
      row{414, "URI Too Long"},
      row{415, "Unsupported Media Type"},
      row{422, "Unprocessable Content"},
      row{429, "Too Many Requests"},
      row{431, "Request Header Fields Too Large"},
      row{500, "Internal Server Error"},
      row{501, "Not Implemented"},
      row{502, "Bad Gateway"},
      row{503, "Service Unavailable"},
      row{504, "Gateway Timeout"},
      row{505, "HTTP Version Not Supported"},
  };
  const auto it = std::find_if(rows.begin(), rows.end(), [&](const row& r) { return r.status == status; });
  return it == rows.end() ? "" : it->phrase;  // RFC 9112 section 4: the phrase may be empty
}

// "Date: Sun, 06 Nov 1994 08:49:37 GMT", made once a second for each thread.
std::string_view date_line() {
  thread_local std::time_t made_at = 0;
  thread_local std::string line;
  const auto now = std::time(nullptr);
  if (now != made_at) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm t{};
    ::gmtime_r(&now, &t);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                  days[static_cast<std::size_t>(t.tm_wday)], t.tm_mday, months[static_cast<std::size_t>(t.tm_mon)],
                  t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
    line = text.data();
    made_at = now;
  }
  return line;
}

bool is_ours(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 7> ours{"connection", "content-length",    "date",        "keep-alive",
                                                        "server",     "transfer-encoding", "x-request-id"};
  return std::any_of(ours.begin(), ours.end(), [&](auto o) { return wire::equals_ignoring_case(name, o); });
}

bool is_one_line(std::string_view value) noexcept {
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
  });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void check_head(const response& answer) {
  if (answer.status < 200 || answer.status > 599) throw std::logic_error("an answer's status is 200 to 599");
  for (const auto& [name, value] : answer.headers.all()) {
    if (!wire::is_token(name) || !is_one_line(value)) throw std::logic_error("an answer's field is not one line");
  }
}

std::string serialize_head(const response& answer, const head_facts& facts) {
  std::string out;
  out.reserve(512);
  out.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ").append(reason_phrase(answer.status));
  out.append("\r\n").append(date_line());
  for (const auto& [name, value] : answer.headers.all()) {
    if (!is_ours(name)) append_field(out, name, value);
  }
  append_field(out, "X-Request-Id", facts.request_id);
  if (facts.framing == answer_framing::length) {
    append_field(out, "Content-Length", std::to_string(facts.content_length));
  } else if (facts.framing == answer_framing::chunked) {
    append_field(out, "Transfer-Encoding", "chunked");
  }
  if (!facts.keep_alive) {
    append_field(out, "Connection", "close");
  } else if (facts.minor_version == 0) {
    append_field(out, "Connection", "keep-alive");
  }
  out.append("\r\n");
  return out;
}

bool has_no_content(int status) noexcept {
  return status == 204 || status == 304;
}

}  // namespace switchboard::http
