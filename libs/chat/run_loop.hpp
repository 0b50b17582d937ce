// Drives one run on its home shard from its place in the queue to its saved end. What it emits while the agent talks is
// the pure reducer's; what it adds is only what the lines cannot know: waiting, starting, and why a run had to end.
#pragma once

#include "agent/session_pool.hpp"
#include "chat/approval_broker.hpp"
#include "chat/live_run.hpp"
#include "chat/run_clock.hpp"
#include "chat/run_settings.hpp"
#include "domain/run_reducer.hpp"
#include "domain/turn_input.hpp"
#include "mcp/control_channel.hpp"
#include "rt/task.hpp"
#include "rt/task_group.hpp"
#include "store/chat_repository.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::chat {

/// What start() has found out for the loop.
struct run_plan {
  domain::turn_input input;
  domain::conversation_state conversation;
  std::string message;
  bool queued = false;
};

class run_loop : public std::enable_shared_from_this<run_loop> {
 public:
  run_loop(std::shared_ptr<live_run> run, run_plan plan, store::chat_repository& repository,
           store::approval_repository& approvals, agent::session_pool& sessions,
           std::shared_ptr<const mcp::registry> tools, const run_settings& settings);
  run_loop(const run_loop&) = delete;
  run_loop& operator=(const run_loop&) = delete;

  /// Runs to the saved end; never throws for anything that the agent, Postgres or a client can cause.
  rt::task<> drive();
  /// Until nothing refers to this any more: after drive(), before it is destroyed.
  rt::task<> join();
  const domain::run_outcome& outcome() const noexcept { return reducer_.outcome(); }

 private:
  rt::task<core::result<void>> wait_for_turn();
  rt::task<> talk();
  rt::task<core::result<agent::session_lease>> open_session();
  rt::task<core::result<agent::session_lease>> acquire_or_end();
  void tell_place(std::size_t place);
  rt::task<> mark_running();
  rt::task<> keep_numbers();
  void refill();
  rt::task<> await_block(core::deadline limit);
  rt::task<> listen(agent::session& session);

  void take_turn(domain::conversation_state now);
  core::deadline query_deadline() const;
  agent::session_spec make_spec() const;
  agent::session_callbacks make_callbacks();
  core::error end_reason();
  void emit(std::vector<domain::event> events);
  void fail(const core::error& e);
  std::chrono::milliseconds elapsed() const;

  std::shared_ptr<live_run> run_;
  run_plan plan_;
  store::chat_repository& repository_;
  agent::session_pool& sessions_;
  const run_settings& settings_;
  run_clock clock_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const core::message_id answer_ = core::message_id::random();
  mcp::tool_policy policy_;
  approval_broker broker_;
  mcp::control_channel channel_;
  rt::task_group left_over_;  // questions to Postgres that nobody waits for any more; joined last
  agent::session_spec spec_;
  agent::session_spec announced_;  // what clients were told of the session
  std::string starting_detail_;    // to be said when the agent starts
  domain::run_reducer reducer_;
  std::optional<domain::event> terminal_;  // held back until its row is committed
  std::size_t said_bytes_ = 0;
  bool cancel_told_ = false;
  bool was_queued_ = false;
  bool refilling_ = false;
};

}  // namespace switchboard::chat
