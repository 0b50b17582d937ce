#include "server/limit_settings.hpp"

#include "wire/http_grammar.hpp"

namespace switchboard::server {

api::request_rates request_rates_of(const core::settings& s) {
  return {{s.requests_per_second, s.request_burst},
          {s.workspace_requests_per_second, s.workspace_request_burst},
          {s.address_requests_per_second, s.address_request_burst}};
}

store::run_limits run_limits_of(const core::settings& s) {
  store::run_limits out;
  out.of_user = s.max_runs_per_user;
  out.of_workspace = s.max_runs_per_workspace;
  out.of_user_a_day = s.daily_runs_per_user;
  out.of_workspace_a_day = s.daily_runs_per_workspace;
  out.workspace_cost_a_day = static_cast<std::int64_t>(s.daily_workspace_cost_limit_usd * 1e6);
  return out;
}

core::result<std::vector<wire::ip_network>> trusted_proxies_of(const core::settings& s) {
  std::vector<wire::ip_network> out;
  for (const auto& text : s.trusted_proxies) {
    const auto network = wire::ip_network::parse(text);
    if (!network) return core::make_field_error("trustedProxies", "\"" + text + "\" is no address and no network");
    out.push_back(*network);
  }
  return out;
}

void believe_proxies(http::request& req, const std::vector<wire::ip_network>& trusted) {
  if (trusted.empty()) return;
  std::vector<std::string_view> hops;
  for (const auto& [name, value] : req.headers.all()) {
    if (wire::equals_ignoring_case(name, "x-forwarded-for")) hops.push_back(value);
  }
  req.remote_ip = wire::client_address(req.remote_ip, hops, trusted);
}

}  // namespace switchboard::server
