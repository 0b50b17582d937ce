// Questions to a user, in memory.
#pragma once

#include "store/approval_repository.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::chat {

// Rows in memory, by call.
class fake_approvals final : public store::approval_repository {
 public:
  using state = store::approval_state;

  rt::task<core::result<state>> ask(const auth::tenant_context&, store::new_approval question,
                                    core::deadline) override {
    if (fails_with) co_return core::make_error(*fails_with);
    auto& row = rows[question.tool_call_id];
    if (row.approval == core::approval_id{}) {
      row.approval = question.approval;
      row.remaining = question.patience;
      row.expires_at = "2026-01-01T00:00:00Z";
    }
    co_return row;
  }
  rt::task<core::result<state>> look(const auth::tenant_context&, core::approval_id approval, core::deadline) override {
    ++looks;
    co_return find(approval);
  }
  rt::task<core::result<state>> expire(const auth::tenant_context&, core::approval_id approval,
                                       core::deadline) override {
    for (auto& [call, row] : rows) {
      if (row.approval == approval && row.decision.empty()) row.decision = "expired";
    }
    co_return find(approval);
  }
  rt::task<core::result<void>> acknowledge(const auth::tenant_context&, core::run_id, std::string call,
                                           core::deadline) override {
    acknowledged.push_back(call);
    co_return core::result<void>();
  }
  rt::task<core::result<core::json_text>> answer(const auth::tenant_context&, core::run_id, core::approval_id,
                                                 store::approval_answer, core::deadline) override {
    co_return core::make_error(core::errc::not_found);
  }
  rt::task<core::result<core::json_text>> of_run(const auth::tenant_context&, core::run_id, core::deadline) override {
    co_return core::make_error(core::errc::not_found);
  }
  rt::task<core::result<core::json_text>> pending(const auth::tenant_context&, core::workspace_id,
                                                  core::deadline) override {
    co_return core::make_error(core::errc::not_found);
  }

  core::result<state> find(core::approval_id approval) const {
    for (const auto& [call, row] : rows) {
      if (row.approval == approval) return row;
    }
    return core::make_error(core::errc::not_found);
  }

  std::map<std::string, state> rows;
  std::vector<std::string> acknowledged;
  std::optional<core::errc> fails_with;
  int looks = 0;
};

}  // namespace switchboard::chat
