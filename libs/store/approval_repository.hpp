// The questions "may this tool run?" and their answers, as rows of the user who is asked: durable, so that any device
// may answer, on any server. The row decides; whoever waits looks at it. A question is answered once, by its user or by
// its time running out, and the end of its run closes it.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <string>

namespace switchboard::store {

struct new_approval {
  core::approval_id approval;
  core::run_id run;
  core::conversation_id conversation;
  core::workspace_id workspace;
  std::string tool_call_id;
  std::string tool_name;
  core::json_text args;
  std::string reason;
  std::chrono::milliseconds patience{0};  // then it expires
};

/// A question as it stands.
struct approval_state {
  core::approval_id approval;
  std::string decision;    // allow, deny, expired; empty: pending
  std::string decided_by;  // a user's id; empty: time
  std::string message;     // the user's words for the agent
  bool remember = false;
  std::string expires_at;                  // RFC 3339
  std::chrono::milliseconds remaining{0};  // until then, never negative
};

struct approval_answer {
  std::string decision;  // allow, deny
  std::string message;
  bool remember = false;  // the same answer for this agent and tool from now on
};

class approval_repository {
 public:
  virtual ~approval_repository() = default;
  /// Asks. A call that was asked about before (the agent's process offered it again) keeps its question and its answer.
  virtual rt::task<core::result<approval_state>> ask(const auth::tenant_context& tenant, new_approval question,
                                                     core::deadline limit) = 0;
  /// `not_found`: the conversation was deleted.
  virtual rt::task<core::result<approval_state>> look(const auth::tenant_context& tenant, core::approval_id approval,
                                                      core::deadline limit) = 0;
  /// Nobody answered; gives the question as it is, which somebody may have answered just before.
  virtual rt::task<core::result<approval_state>> expire(const auth::tenant_context& tenant, core::approval_id approval,
                                                        core::deadline limit) = 0;
  /// The agent's process has the answer.
  virtual rt::task<core::result<void>> acknowledge(const auth::tenant_context& tenant, core::run_id run,
                                                   std::string tool_call_id, core::deadline limit) = 0;
  /// The answered question. `not_found` where it is absent or another user's; `already_resolved`, with `decision`.
  virtual rt::task<core::result<core::json_text>> answer(const auth::tenant_context& tenant, core::run_id run,
                                                         core::approval_id approval, approval_answer answer,
                                                         core::deadline limit) = 0;
  /// {"approvals": […], "total"}: all of a run, oldest first. `not_found`.
  virtual rt::task<core::result<core::json_text>> of_run(const auth::tenant_context& tenant, core::run_id run,
                                                         core::deadline limit) = 0;
  /// The same of a user's pending ones in a workspace. `forbidden`.
  virtual rt::task<core::result<core::json_text>> pending(const auth::tenant_context& tenant,
                                                          core::workspace_id workspace, core::deadline limit) = 0;
};

}  // namespace switchboard::store
