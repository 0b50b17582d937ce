// The one place where an error becomes an answer: status, problem body (RFC 9457) and headers (contract section 9).
#pragma once

#include "core/error.hpp"
#include "http/response.hpp"

#include <string_view>

namespace switchboard::api {

/// A member of an error that becomes parameters of the RateLimit-Policy header ("q=200;w=4") and stays out of the body.
inline constexpr std::string_view rate_policy_member = "ratePolicy";

/// `request_id` goes into the body; codes that exist in streams only answer as their status says.
http::response error_reply(const core::error& e, std::string_view request_id);

}  // namespace switchboard::api
