// The use cases of a turn: start one, read one, cancel one. A started run belongs to this service, not to the request
// that started it: it goes on when the client leaves, and ends in exactly one saved terminal event.
//
// Life cycle: construct, use from any shard, shutdown() before the runtime stops.
#pragma once

#include "agent/session_pool.hpp"
#include "chat/conversation_reader.hpp"
#include "chat/run_hub.hpp"
#include "chat/run_loop.hpp"
#include "chat/run_reader.hpp"
#include "chat/run_settings.hpp"
#include "chat/start_request.hpp"
#include "core/result.hpp"
#include "mcp/registry.hpp"
#include "rt/runtime.hpp"
#include "rt/task_group.hpp"
#include "store/approval_repository.hpp"
#include "store/chat_repository.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace switchboard::chat {

/// A run that a request may read from now on.
struct started_run {
  run_reader reader;
  core::run_id run;
  core::conversation_id conversation;
  bool replayed = false;  // the idempotency key had started it before
};

/// Counted for /metrics.
struct run_counts {
  std::atomic<std::int64_t> live{0};
  std::atomic<std::int64_t> started{0};
  std::atomic<std::int64_t> done{0};
  std::atomic<std::int64_t> failed{0};
  std::atomic<std::int64_t> cancelled{0};
};

class run_service {
 public:
  run_service(rt::runtime& runtime, store::chat_repository& repository, store::approval_repository& approvals,
              agent::session_pool& sessions, std::shared_ptr<const mcp::registry> tools, run_settings settings);
  run_service(const run_service&) = delete;
  run_service& operator=(const run_service&) = delete;
  ~run_service();

  /// Ends what an earlier process of this server left unfinished, so that its conversations are free again. From the
  /// first call until one succeeds, no run starts (`database_unavailable`): it would be ended as a left one.
  rt::task<core::result<void>> recover(core::deadline limit);
  /// Everything that can be refused is refused here: `forbidden`, `not_found`, `conversation_busy`,
  /// `idempotency_mismatch`, `shutting_down`, `agent_unavailable`, `database_unavailable`, `rate_limited` (queue full,
  /// or too many runs), `quota_exceeded`.
  rt::task<core::result<started_run>> start(auth::tenant_context tenant, start_request request, core::deadline limit);
  /// Reads a run of this user from `after` (0: its beginning). `not_found`, `gone`.
  rt::task<core::result<run_reader>> read(auth::tenant_context tenant, core::run_id run, std::int64_t after,
                                          core::deadline limit);
  /// Reads a conversation of this user from `after`, over all its runs. `not_found`, `gone`.
  rt::task<core::result<conversation_reader>> read_conversation(auth::tenant_context tenant,
                                                                core::conversation_id conversation, std::int64_t after,
                                                                core::deadline limit);
  /// The number of the first event of a run that lives in this process.
  std::optional<std::int64_t> first_event(core::run_id run) const;
  /// Asks a run of this user to end. Idempotent; `not_found`.
  rt::task<core::result<void>> cancel(auth::tenant_context tenant, core::run_id run, core::deadline limit);
  /// A question of this run may have been answered. Nothing where the run lives elsewhere.
  rt::task<> look_for_answers(core::run_id run);

  /// Ends this process's runs in a workspace, or one user's there: they have lost their place. Returns at once.
  void end_runs_in(core::workspace_id workspace, std::optional<core::user_id> user);

  /// Ends a run of this process, on the word of somebody who may end any. Returns at once.
  void end_run(core::run_id run);

  const run_counts& counts() const noexcept { return counts_; }

  /// Refuses new runs, lets living ones finish until `grace`, then ends them with `server_restart`, and returns when
  /// all are saved. Blocks the calling thread, which is none of the runtime's.
  void shutdown(core::deadline grace);

 private:
  rt::task<core::result<std::optional<started_run>>> replay(const auth::tenant_context& tenant,
                                                            const start_request& request, core::deadline limit);
  rt::task<core::result<domain::conversation_state>> begin(const auth::tenant_context& tenant, store::new_run& run,
                                                           const start_request& request, core::deadline limit);
  rt::task<std::shared_ptr<live_run>> find_live(store::run_row row) const;
  rt::task<std::shared_ptr<live_run>> launch(const auth::tenant_context& tenant, const store::new_run& run,
                                             run_plan plan);
  void leave(live_run& run, const domain::run_outcome& outcome);

  rt::runtime& runtime_;
  store::chat_repository& repository_;
  store::approval_repository& approvals_;
  agent::session_pool& sessions_;
  const std::shared_ptr<const mcp::registry> tools_;
  const run_settings settings_;
  run_hub hub_;
  run_counts counts_;
  std::atomic<bool> closing_{false};
  std::atomic<bool> recovering_{false};
  std::vector<std::unique_ptr<rt::task_group>> groups_;  // one for each shard: owns the run loops
};

}  // namespace switchboard::chat
