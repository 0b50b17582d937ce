// What a request target says once decoded: the path and the query's parameters (RFC 3986; the query as forms encode
// it).
#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::http {

struct decoded_target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

/// `resource` is in origin form ("/a/b?c=d"), or "*". Errors: bad_request for a path, bad_query for a query, with a
/// broken percent triplet, invalid UTF-8, an encoded NUL, or (path only) an encoded slash, which would move the bounds
/// of segments.
core::result<decoded_target> decode_target(std::string_view resource);

}  // namespace switchboard::http
