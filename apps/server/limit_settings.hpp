// From settings to limits: how often anybody may ask, how many runs there may be, and which proxies are believed.
#pragma once

#include "api/request_limits.hpp"
#include "core/config.hpp"
#include "core/result.hpp"
#include "http/request.hpp"
#include "store/chat_repository.hpp"
#include "wire/ip_network.hpp"

#include <vector>

namespace switchboard::server {

api::request_rates request_rates_of(const core::settings& s);

store::run_limits run_limits_of(const core::settings& s);

/// `invalid_field` for what is no address and no network.
core::result<std::vector<wire::ip_network>> trusted_proxies_of(const core::settings& s);

/// The request's address becomes what the trusted proxies say; everybody else's X-Forwarded-For is ignored.
void believe_proxies(http::request& req, const std::vector<wire::ip_network>& trusted);

}  // namespace switchboard::server
