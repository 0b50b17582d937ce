// A workspace's rules about its agents' tools, and the record of what they did (contract section 8).
#pragma once

#include "api/call.hpp"
#include "store/tool_access_repository.hpp"

namespace switchboard::api {

class tool_access_handler {
 public:
  explicit tool_access_handler(store::tool_access_repository& access) : access_(access) {}

  rt::task<core::result<http::response>> policies(call c);     // GET /api/workspaces/{id}/tool-policies
  rt::task<core::result<http::response>> set_policy(call c);   // PUT /api/workspaces/{id}/tool-policies
  rt::task<core::result<http::response>> drop_policy(call c);  // DELETE /api/workspaces/{id}/tool-policies/{policyId}
  rt::task<core::result<http::response>> calls(call c);        // GET /api/workspaces/{id}/tool-calls

 private:
  store::tool_access_repository& access_;
};

}  // namespace switchboard::api
