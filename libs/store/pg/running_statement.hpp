// The meeting point of a statement on a worker thread and somebody who wants it cancelled: a cancel request reaches the
// connection only while this statement, and no other, runs there.
//
// A Postgres that hangs does not answer a cancel request either, and libpq waits for it without a limit. So nobody
// waits for the one who asks: he holds the connection, and a worker that he keeps too long leaves it to him.
#pragma once

#include "store/pg/session.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace switchboard::store::pg {

class running_statement {
 public:
  /// On the worker, before the statement. False when it was cancelled already: do not run it.
  bool begin(std::shared_ptr<session> on) {
    const std::lock_guard lock(mutex_);
    if (cancelled_) return false;
    on_ = std::move(on);
    return true;
  }

  /// On the worker, after the statement, before anything else uses the connection. Postgres signals its backend before
  /// it closes the request's connection, so no cancellation arrives after this; where that cannot be known the
  /// connection is spoiled.
  void end() {
    std::unique_lock lock(mutex_);
    ended_ = true;
    if (!asked_.wait_for(lock, std::chrono::seconds(2), [this] { return !asking_; }) && on_ != nullptr) {
      on_->spoil();
    }
    on_.reset();
  }

  /// On a thread that may be held up for as long as Postgres hangs.
  void cancel() {
    std::unique_lock lock(mutex_);
    if (ended_ || on_ == nullptr || asking_) return;
    const auto target = on_;
    asking_ = true;
    lock.unlock();
    try {
      target->connection().cancel_query();
    } catch (const std::exception&) {
      // The statement then ends by its own timeout.
    }
    lock.lock();
    asking_ = false;
    asked_.notify_one();
  }

  /// From any thread, at once: no statement begins any more, and one that runs is left only `patience` to end.
  void give_up(std::chrono::milliseconds patience) {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (on_ != nullptr && !ended_) on_->hasten(core::deadline::after(patience));
  }

  bool ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }
  bool cancelled() const {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

  /// Calls end() when it goes out of scope.
  class ender {
   public:
    explicit ender(running_statement& s) : statement_(s) {}
    ender(const ender&) = delete;
    ender& operator=(const ender&) = delete;
    ~ender() { statement_.end(); }

   private:
    running_statement& statement_;
  };

 private:
  mutable std::mutex mutex_;
  std::condition_variable asked_;
  std::shared_ptr<session> on_;
  bool asking_ = false;
  bool cancelled_ = false;
  bool ended_ = false;
};

}  // namespace switchboard::store::pg
