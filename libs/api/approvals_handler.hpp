// The questions that agents put to their users before a tool runs (contract section 3).
#pragma once

#include "api/call.hpp"
#include "chat/approval_service.hpp"

namespace switchboard::api {

class approvals_handler {
 public:
  explicit approvals_handler(chat::approval_service& approvals) : approvals_(approvals) {}

  rt::task<core::result<http::response>> answer(call c);   // POST /api/agent-runs/{runId}/approvals/{approvalId}
  rt::task<core::result<http::response>> of_run(call c);   // GET /api/agent-runs/{runId}/approvals
  rt::task<core::result<http::response>> pending(call c);  // GET /api/agent-approvals

 private:
  chat::approval_service& approvals_;
};

}  // namespace switchboard::api
