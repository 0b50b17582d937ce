// The program's one budget of agent processes, shared by all shards: every process that is started holds a slot, and
// gives it back when it is gone. Who finds none waits in line, in which tenants take turns; meanwhile the session that
// has been idle the longest, on whichever shard, is asked to end.
//
// Thread-safe. A slot may die on any thread.
#pragma once

#include "agent/fair_line.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace switchboard::agent {

class process_slots;

/// For whom a process is wanted.
struct admission {
  core::workspace_id tenant;
  /// Told, on the waiting coroutine's shard, how many are served before and including this one whenever that changes;
  /// 0 when the wait is over, at once where there was none.
  std::function<void(std::size_t place)> told;
};

/// The right to one process. Empty when moved from.
class process_slot {
 public:
  process_slot() = default;
  explicit process_slot(std::shared_ptr<process_slots> owner) : owner_(std::move(owner)) {}
  process_slot(process_slot&&) noexcept = default;
  process_slot& operator=(process_slot&& other) noexcept;
  process_slot(const process_slot&) = delete;
  process_slot& operator=(const process_slot&) = delete;
  ~process_slot();

 private:
  std::shared_ptr<process_slots> owner_;
};

class process_slots : public std::enable_shared_from_this<process_slots> {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  process_slots(std::size_t max_processes, std::size_t max_waiting)
      : max_(max_processes), free_(max_processes), max_waiting_(max_waiting) {}

  /// Waits in line for a slot. `agent_unavailable` when the line is too long or the limit passes.
  rt::task<core::result<process_slot>> take(admission who, core::deadline limit);

  /// A slot for a process that lives already, though there be none free: new ones then wait for longer.
  process_slot take_always();

  /// Makes a shard known: `evict` (called on any thread, it must not block) is to end its longest idle session.
  std::size_t add_shard(std::function<void()> evict);
  /// Since when the shard's longest idle session is idle; nullopt when it has none.
  void set_idle(std::size_t shard, std::optional<time_point> since);
  /// A shard that was asked had none to end: asks another, if somebody still waits.
  void evict_for_waiters();

  std::size_t waiting() const;
  std::size_t in_use() const;

 private:
  friend class process_slot;
  struct waiter;
  struct shard {
    std::function<void()> evict;
    std::optional<time_point> idle_since;
  };
  class place;

  void give_back();
  void tell_places() const;
  std::function<void()> longest_idle() const;

  mutable std::mutex mutex_;
  std::size_t max_;
  std::size_t free_;
  std::size_t over_ = 0;  // slots in use beyond the limit
  std::size_t max_waiting_;
  fair_line<waiter> line_;
  std::vector<shard> shards_;
};

}  // namespace switchboard::agent
