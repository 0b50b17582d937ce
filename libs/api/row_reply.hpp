// What handlers of documents share: answers with an ETag, conditions of a request, pages of a list.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"
#include "http/response.hpp"
#include "store/page.hpp"
#include "wire/entity_tag.hpp"

namespace switchboard::api {

class query_reader;

/// A document with its ETag; 304 for a GET whose If-None-Match names it.
core::result<http::response> document(const http::request& req, int status, core::result<core::json_text> body);

/// A list, which has no ETag.
core::result<http::response> listing(core::result<core::json_text> body);

/// 204.
core::result<http::response> nothing(core::result<void> done);

/// If-Match and "If-None-Match: *" of a change; `invalid_field` for what RFC 9110 does not know.
core::result<wire::precondition> precondition_of(const http::request& req);

/// `limit` (1 to 200, default 50) and `offset`.
store::page page_of(query_reader& query);

}  // namespace switchboard::api
