// The live sessions of one shard, by conversation: in use by a run, idle until the conversation's next turn, opening,
// or closing. The session_pool's working part; see there for the rules.
//
// Lives on its shard; only the constructor and destructor may run elsewhere, while the shard does not run.
#pragma once

#include "agent/change_signal.hpp"
#include "agent/process_slots.hpp"
#include "agent/session.hpp"
#include "core/uuid.hpp"
#include "rt/task_group.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>

namespace switchboard::agent {

/// Times and caps of the pool.
struct pool_settings {
  std::size_t max_live = 16;                     // processes, idle ones included
  std::size_t max_waiting = 64;                  // runs in line for one
  std::chrono::milliseconds start{30'000};       // for a process to be ready
  std::chrono::milliseconds idle{300'000};       // a session is kept this long after its turn
  std::chrono::milliseconds close_grace{2'000};  // between TERM and KILL
};

class session_lease;

class shard_sessions : public std::enable_shared_from_this<shard_sessions> {
 public:
  using clock = std::chrono::steady_clock;

  shard_sessions(const boost::asio::any_io_executor& executor, std::shared_ptr<process_slots> slots,
                 session_factory& factory, pool_settings settings);

  /// Makes the shard known to the slots and begins to look for sessions that have been idle too long.
  void start();
  rt::task<core::result<session_lease>> acquire(core::conversation_id conversation, session_spec spec,
                                                core::deadline limit, admission who);
  core::result<session_lease> adopt(core::conversation_id conversation, left_host left, adopted_turn turn);
  bool is_live(const core::conversation_id& conversation) const;
  /// Ends the conversation's session if it is idle.
  void forget(const core::conversation_id& conversation);
  /// Opens no more; idle sessions end now, leased ones when they come back. Returns when none is left, or at the limit.
  rt::task<> close_all(core::deadline limit);
  std::size_t idle() const noexcept { return idle_count_; }

 private:
  friend class session_lease;
  enum class phase { opening, leased, idle, closing };
  struct entry {
    phase now = phase::opening;
    session_spec spec;
    process_slot slot;
    std::unique_ptr<session> live;
    clock::time_point idle_since;
  };
  class reservation;

  rt::task<core::result<session_lease>> open(core::conversation_id conversation, session_spec spec,
                                             core::deadline limit, admission who);
  void release(const core::conversation_id& conversation);
  void begin_close(const core::conversation_id& conversation);
  rt::task<> close_one(core::conversation_id conversation, std::shared_ptr<entry> closing);
  void evict_longest_idle();
  void sweep();
  void drop(const core::conversation_id& conversation);
  void note_idle();

  boost::asio::any_io_executor executor_;
  std::shared_ptr<process_slots> slots_;
  session_factory& factory_;
  pool_settings settings_;
  std::size_t shard_ = 0;
  bool closing_ = false;
  std::map<core::conversation_id, std::shared_ptr<entry>> entries_;
  change_signal changed_;  // an entry has gone
  std::atomic<std::size_t> idle_count_{0};
  rt::task_group sweeper_;
  rt::task_group closers_;
};

/// A session in use by one run. On destruction the session goes back: it is kept for the conversation's next turn if it
/// lives and its turn is over, else it ends. Must be destroyed on its shard. Empty when moved from.
class session_lease {
 public:
  session_lease() = default;
  session_lease(std::shared_ptr<shard_sessions> owner, core::conversation_id conversation, agent::session* live)
      : owner_(std::move(owner)), conversation_(conversation), live_(live) {}
  session_lease(session_lease&&) noexcept = default;
  session_lease& operator=(session_lease&& other) noexcept;
  session_lease(const session_lease&) = delete;
  session_lease& operator=(const session_lease&) = delete;
  ~session_lease();

  agent::session& session() const noexcept { return *live_; }

 private:
  std::shared_ptr<shard_sessions> owner_;
  core::conversation_id conversation_;
  agent::session* live_ = nullptr;
};

}  // namespace switchboard::agent
