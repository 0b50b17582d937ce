// The one owner of every decision to start or end an agent process. A conversation's process is kept for a while after
// its turn, since a next turn in it begins many times sooner than a new process; the live ones are a bounded cache over
// the stored transcripts, the longest idle evicted first. A process serves one conversation, ever.
//
// Life cycle: construct before the runtime starts, use, shutdown() before it stops. A session lives on the shard where
// it was acquired; a conversation must always be acquired on the same shard (its runs' home).
#pragma once

#include "agent/left_host.hpp"
#include "agent/process_slots.hpp"
#include "agent/session.hpp"
#include "agent/shard_sessions.hpp"
#include "rt/runtime.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace switchboard::agent {

class session_pool {
 public:
  session_pool(rt::runtime& runtime, session_factory& factory, pool_settings settings);
  session_pool(const session_pool&) = delete;
  session_pool& operator=(const session_pool&) = delete;
  ~session_pool();

  /// The conversation's live session if its process was started alike and holds the session that `spec` resumes; else a
  /// new one, the old one ended first. Call on the conversation's shard. Errors: those of session_factory::open,
  /// `agent_unavailable` when no process may be started before the limit, `conflict` when the conversation's session is
  /// in use, `shutting_down`. `who` is told of the wait for a process, where one must be started.
  rt::task<core::result<session_lease>> acquire(core::conversation_id conversation, session_spec spec,
                                                core::deadline limit, admission who = {});
  /// The session of a host that an earlier server has left, as the conversation's. Before any other of that
  /// conversation; call on its shard.
  core::result<session_lease> adopt(core::conversation_id conversation, left_host left, adopted_turn turn);
  /// True when a turn would find the conversation's process running. Call on the conversation's shard.
  bool is_live(const core::conversation_id& conversation) const;
  /// Ends the conversation's session if it is idle: the conversation was deleted. Call on the conversation's shard.
  void forget(const core::conversation_id& conversation);

  /// Whether a session could be opened at all: not when the CLI is missing. Thread-safe.
  core::result<void> ready() const;
  /// Processes that live or are being started, and those of them that are idle. Thread-safe.
  std::size_t live() const;
  std::size_t idle() const;

  /// Opens no more and ends every session as its run gives it back; returns when none is left, or soon after the limit.
  /// Blocks the calling thread, which is none of the runtime's.
  void shutdown(core::deadline limit);

 private:
  shard_sessions& here() const;

  rt::runtime& runtime_;
  session_factory& factory_;
  std::shared_ptr<process_slots> slots_;
  std::vector<std::shared_ptr<shard_sessions>> shards_;
};

}  // namespace switchboard::agent
