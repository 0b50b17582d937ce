// Between the CLI that asks whether a tool may run and the user who answers, for one run. What the policy decides is
// answered at once; everything else becomes a row and a `permission_request`, and waits for the row to be decided: by
// the user over HTTP, on any server, or by its time running out, which is a denial. Meanwhile the run's clock stands
// still.
//
// Life cycle: one a run, on its home shard. The run loop hands it every event that it emits. After finish() nothing is
// emitted any more; calls that still wait end when the CLI takes them back, or at their next look.
#pragma once

#include "agent/change_signal.hpp"
#include "agent/session.hpp"
#include "chat/live_run.hpp"
#include "chat/run_clock.hpp"
#include "domain/event.hpp"
#include "mcp/tool_policy.hpp"
#include "rt/task_group.hpp"
#include "store/approval_repository.hpp"

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>

namespace switchboard::chat {

class approval_broker {
 public:
  using permission = agent::session_callbacks::permission;
  using emitter = std::function<void(domain::event)>;

  /// `patience`: how long a question waits. All references outlive the broker.
  approval_broker(std::shared_ptr<live_run> run, store::approval_repository& approvals, run_clock& clock,
                  mcp::tool_policy& policy, std::chrono::milliseconds patience, emitter emit);
  approval_broker(const approval_broker&) = delete;
  approval_broker& operator=(const approval_broker&) = delete;
  ~approval_broker();

  /// What the CLI gets to hear of a call. `tool` is null for one that the agent does not have.
  rt::task<permission> ask(const mcp::tool_description* tool, std::string tool_call_id, core::json_text args);
  /// Whether the call may run: by the policy, or because it was allowed.
  bool allows(const mcp::tool_description& tool, const std::string& tool_call_id) const;
  /// A call's start lets its question be put; its result acknowledges the answer.
  void on_event(const domain::event& e);
  /// The run is over: open questions are closed, what is being written is waited for.
  rt::task<> finish();

 private:
  class question;

  rt::task<core::result<store::approval_state>> put(const mcp::tool_description& tool, const std::string& tool_call_id,
                                                    const core::json_text& args);
  rt::task<> wait_for_start(const std::string& tool_call_id);
  rt::task<store::approval_state> wait_for_answer(store::approval_state state);
  void emit(domain::event e);
  void close(core::approval_id approval);

  std::shared_ptr<live_run> run_;
  store::approval_repository& approvals_;
  run_clock& clock_;
  mcp::tool_policy& policy_;
  std::chrono::milliseconds patience_;
  emitter emit_;
  agent::change_signal started_changed_;
  std::set<std::string> started_;   // calls whose tool_start is out
  std::set<std::string> allowed_;   // calls that may run
  std::set<std::string> answered_;  // calls that were asked about and whose result is not there yet
  std::list<question*> open_;
  rt::task_group writes_;
  bool finished_ = false;
};

}  // namespace switchboard::chat
