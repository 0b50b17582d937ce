// The events of one conversation while a run of it lives, in order, with everybody who waits for more. Runs append;
// readers hold a cursor and come back for what follows it, so any number of them cost nothing but their own place, and
// a slow one never slows a run. Numbers are the conversation's: two runs of it (one running, one queued) share them.
//
// Lives on the conversation's home shard. What is older than floor() has left memory and is in the database.
#pragma once

#include "chat/number_supply.hpp"
#include "core/uuid.hpp"
#include "domain/event.hpp"
#include "rt/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::chat {

enum class event_role { ordinary, terminal };

/// One event as clients get it: `data` is the one line of JSON.
struct published_event {
  std::int64_t seq = 0;
  core::run_id run;
  std::string type;
  std::string data;
  event_role role = event_role::ordinary;
};
using event_ptr = std::shared_ptr<const published_event>;

/// The events after a cursor. `behind`: the cursor is older than what is in memory, read the database first.
struct event_batch {
  std::vector<event_ptr> events;
  std::int64_t cursor = 0;  // the reader's next cursor: past events of other runs too
  bool behind = false;
  bool closed = false;  // the server is going away: nothing more will come
};

class conversation_log {
 public:
  explicit conversation_log(boost::asio::any_io_executor executor);
  conversation_log(const conversation_log&) = delete;
  conversation_log& operator=(const conversation_log&) = delete;
  ~conversation_log();

  /// All events up to `last_seq` are in the database, or were never kept: where memory holds none, numbers go on after
  /// it.
  void continue_after(std::int64_t last_seq);
  /// The numbers that events may get.
  number_supply& numbers() noexcept { return numbers_; }
  /// Gives the event the next number and wakes the readers; says how many bytes it takes.
  std::size_t append(core::run_id run, const domain::event& e);
  /// Takes the next number for an event that becomes visible with fill(); until then readers see nothing after it.
  std::int64_t reserve();
  void fill(std::int64_t seq, core::run_id run, const domain::event& e);
  /// Wakes all readers for the last time.
  void close();
  /// Drops the oldest events of runs that are saved (seq <= saved) beyond `keep_bytes`.
  void trim(std::int64_t saved, std::size_t keep_bytes);

  /// The number of the newest event, reserved ones included.
  std::int64_t last_seq() const noexcept { return numbers_.last(); }
  /// Events up to here are no longer in memory.
  std::int64_t floor() const noexcept { return floor_; }
  /// The visible events of one run.
  std::vector<event_ptr> of_run(core::run_id run) const;
  /// Bytes of `data` in memory.
  std::size_t bytes() const noexcept { return bytes_; }

  /// What follows `cursor` (of one run, or of all), waiting up to `patience` for something.
  rt::task<event_batch> after(std::int64_t cursor, std::optional<core::run_id> run, std::chrono::milliseconds patience);

 private:
  struct waiter;
  struct slot {
    std::int64_t seq = 0;
    event_ptr event;  // null: the number is reserved
  };
  event_batch available(std::int64_t cursor, const std::optional<core::run_id>& run) const;
  static event_ptr make(std::int64_t seq, core::run_id run, const domain::event& e);
  void wake();

  boost::asio::any_io_executor executor_;
  number_supply numbers_;
  std::int64_t floor_ = 0;
  std::deque<slot> slots_;  // by number
  std::list<waiter*> waiters_;
  std::size_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace switchboard::chat
