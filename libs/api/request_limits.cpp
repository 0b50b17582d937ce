#include "api/request_limits.hpp"

#include "wire/ip_network.hpp"

namespace switchboard::api {
namespace {

std::optional<core::workspace_id> workspace_of(const http::request& req) {
  if (req.pattern.starts_with("/api/workspaces/{id}")) return core::workspace_id::parse(req.param("id"));
  return core::workspace_id::parse(req.query_value("workspaceId").value_or(""));
}

}  // namespace

request_limits::request_limits(store::rate_ledger& ledger, const request_rates& rates)
    : users_(ledger, "user", rates.user),
      workspaces_(ledger, "workspace", rates.workspace),
      addresses_(ledger, "address", rates.address) {}

rt::task<core::result<void>> request_limits::take(const auth::tenant_context& tenant, const http::request& req) {
  auto user = tenant.user_id().str();
  if (auto ok = co_await users_.take(std::move(user), req.limit); !ok) co_return ok.error();
  const auto workspace = workspace_of(req);
  if (!workspace) co_return core::result<void>();
  co_return co_await workspaces_.take(tenant, *workspace, req.limit);
}

rt::task<core::result<void>> request_limits::take(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                  core::deadline limit) {
  co_return co_await workspaces_.take(tenant, workspace, limit);
}

rt::task<core::result<void>> request_limits::take_unknown(const http::request& req) {
  const auto address = wire::ip_address::parse(req.remote_ip);
  auto key = address ? address->limit_key() : std::string("unknown");
  co_return co_await addresses_.take(std::move(key), req.limit);
}

}  // namespace switchboard::api
