#include "api/documents_handler.hpp"

#include <openssl/sha.h>

#include <array>
#include <utility>

namespace switchboard::api {

// Made at build from docs/openapi.json and docs/viewer.
extern const std::string_view openapi_document;
extern const std::string_view docs_page;
extern const std::string_view docs_script;
extern const std::string_view docs_style;

namespace {

// The page asks this server for its script, its style and the document, and nobody for anything else.
constexpr auto page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

std::string etag_of(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  std::string out = "\"";
  for (std::size_t i = 0; i < 16; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[hash[i] >> 4U];
    out += digits[hash[i] & 15U];
  }
  return out + "\"";
}

}  // namespace

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const auto comma = if_none_match.find(',');
    auto one = if_none_match.substr(0, comma);
    if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
    while (!one.empty() && (one.front() == ' ' || one.front() == '\t')) one.remove_prefix(1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\t')) one.remove_suffix(1);
    if (one.substr(0, 2) == "W/") one.remove_prefix(2);
    if (one == "*" || one == etag) return true;
  }
  return false;
}

documents_handler::document documents_handler::make(std::string_view text, std::string content_type) {
  return {text, std::move(content_type), etag_of(text)};
}

documents_handler::documents_handler()
    : openapi_(make(openapi_document, "application/json")),
      page_(make(docs_page, "text/html; charset=utf-8")),
      script_(make(docs_script, "text/javascript; charset=utf-8")),
      style_(make(docs_style, "text/css; charset=utf-8")) {}

http::response documents_handler::answer(const document& d, const http::request& req) {
  http::response out;
  out.headers.add("ETag", d.etag);
  out.headers.add("Cache-Control", "no-cache");
  if (names_etag(req.headers.find("if-none-match").value_or(""), d.etag)) {
    out.status = 304;
    return out;
  }
  out.headers.add("Content-Type", d.content_type);
  out.body = std::string(d.text);
  return out;
}

rt::task<core::result<http::response>> documents_handler::openapi(const http::request& req) {
  co_return answer(openapi_, req);
}

rt::task<core::result<http::response>> documents_handler::page(const http::request& req) {
  auto out = answer(page_, req);
  out.headers.add("Content-Security-Policy", page_policy);
  co_return out;
}

rt::task<core::result<http::response>> documents_handler::script(const http::request& req) {
  co_return answer(script_, req);
}

rt::task<core::result<http::response>> documents_handler::style(const http::request& req) {
  co_return answer(style_, req);
}

}  // namespace switchboard::api
