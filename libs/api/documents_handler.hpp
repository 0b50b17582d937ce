// The description of this API, as OpenAPI 3.1 and as a page to read (contract section 4). The texts are part of the
// program; they are the same for everybody, so they need no user and may be cached, with an ETag (RFC 9110
// section 8.8.3).
#pragma once

#include "core/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "rt/task.hpp"

#include <string>
#include <string_view>

namespace switchboard::api {

/// Whether a field value of If-None-Match names this entity tag, by weak comparison (RFC 9110 section 13.1.2).
bool names_etag(std::string_view if_none_match, std::string_view etag);

class documents_handler {
 public:
  documents_handler();

  rt::task<core::result<http::response>> openapi(const http::request& req);  // GET /openapi.json
  rt::task<core::result<http::response>> page(const http::request& req);     // GET /docs
  rt::task<core::result<http::response>> script(const http::request& req);   // GET /docs/viewer.js
  rt::task<core::result<http::response>> style(const http::request& req);    // GET /docs/viewer.css

 private:
  struct document {
    std::string_view text;
    std::string content_type;
    std::string etag;
  };
  static document make(std::string_view text, std::string content_type);
  static http::response answer(const document& d, const http::request& req);

  document openapi_;
  document page_;
  document script_;
  document style_;
};

}  // namespace switchboard::api
