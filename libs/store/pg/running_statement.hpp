// The meeting point of a statement on a worker thread and somebody who wants it cancelled: a cancel request reaches the
// connection only while this statement, and no other, runs there.
#pragma once

#include <pqxx/connection>

#include <mutex>

namespace switchboard::store::pg {

class running_statement {
 public:
  /// On the worker, before the statement. False when it was cancelled already: do not run it.
  bool begin(pqxx::connection& connection) {
    const std::lock_guard lock(mutex_);
    if (cancelled_) return false;
    connection_ = &connection;
    return true;
  }

  /// On the worker, after the statement, before anything else uses the connection.
  void end() {
    const std::lock_guard lock(mutex_);
    connection_ = nullptr;
    ended_ = true;
  }

  /// On any thread; blocks for as long as the cancel request takes. Postgres signals its backend before it closes the
  /// request's connection, so none arrives after end().
  void cancel() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (connection_ != nullptr) connection_->cancel_query();
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
  pqxx::connection* connection_ = nullptr;
  bool cancelled_ = false;
  bool ended_ = false;
};

}  // namespace switchboard::store::pg
