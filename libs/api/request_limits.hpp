// How often anybody may ask: a user, a workspace through all its members, and a network address that is not signed in.
#pragma once

#include "api/shared_limiter.hpp"
#include "http/request.hpp"

namespace switchboard::api {

struct request_rates {
  rate user;
  rate workspace;
  rate address;
};

class request_limits {
 public:
  request_limits(store::rate_ledger& ledger, const request_rates& rates);

  /// A signed-in user's request: theirs, and the workspace's that its address names.
  rt::task<core::result<void>> take(const auth::tenant_context& tenant, const http::request& req);
  /// A request that names its workspace in its body.
  rt::task<core::result<void>> take(const auth::tenant_context& tenant, core::workspace_id workspace,
                                    core::deadline limit);
  /// A request of nobody.
  rt::task<core::result<void>> take_unknown(const http::request& req);

 private:
  shared_limiter users_;
  shared_limiter workspaces_;
  shared_limiter addresses_;
};

}  // namespace switchboard::api
