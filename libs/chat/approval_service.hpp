// The use case of answering: the row is decided first, then the run that waits for it is told, wherever it lives here.
// A run on another server finds the answer at its next look.
#pragma once

#include "chat/run_service.hpp"
#include "store/approval_repository.hpp"

namespace switchboard::chat {

class approval_service {
 public:
  /// Both outlive this.
  approval_service(store::approval_repository& approvals, run_service& runs) : approvals_(approvals), runs_(runs) {}

  /// As approval_repository::answer.
  rt::task<core::result<core::json_text>> answer(auth::tenant_context tenant, core::run_id run,
                                                 core::approval_id approval, store::approval_answer answer,
                                                 core::deadline limit) {
    auto done = co_await approvals_.answer(tenant, run, approval, std::move(answer), limit);
    if (done) co_await runs_.look_for_answers(run);
    co_return done;
  }
  rt::task<core::result<core::json_text>> of_run(const auth::tenant_context& tenant, core::run_id run,
                                                 core::deadline limit) {
    return approvals_.of_run(tenant, run, limit);
  }
  rt::task<core::result<core::json_text>> pending(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                  core::deadline limit) {
    return approvals_.pending(tenant, workspace, limit);
  }

 private:
  store::approval_repository& approvals_;
  run_service& runs_;
};

}  // namespace switchboard::chat
