// CORS (WHATWG Fetch, section 3.2) for the origins of the allow list, as pure functions from request to headers.
#pragma once

#include "auth/origin_policy.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::auth {

using cors_headers = std::vector<std::pair<std::string, std::string>>;

/// Headers for any answer to a request with this Origin value (empty: none was sent). They always say `Vary: Origin`,
/// so that a cache never shows one origin's answer to another.
cors_headers cors_response(const origin_policy& policy, std::string_view origin);

/// Headers for the 204 that answers a preflight (OPTIONS with Access-Control-Request-Method).
cors_headers cors_preflight(const origin_policy& policy, std::string_view origin);

}  // namespace switchboard::auth
