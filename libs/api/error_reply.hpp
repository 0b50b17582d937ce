// The one place where an error becomes an answer: status, problem body (RFC 9457) and headers (contract section 9).
#pragma once

#include "core/error.hpp"
#include "http/response.hpp"

#include <string_view>

namespace switchboard::api {

/// `request_id` goes into the body; codes that exist in streams only answer as their status says.
http::response error_reply(const core::error& e, std::string_view request_id);

}  // namespace switchboard::api
