// Deadlines for blocking calls on sockets. libpq waits for an answer for as long as the peer's kernel keeps the
// connection alive, so a Postgres that is stopped, swapped out or wedged would hold a worker for ever:
// statement_timeout needs a server that runs. When a worker's time is over its socket is shut down, and libpq sees a
// closed connection.
//
// Threads: one of its own, which sleeps until the nearest deadline; arm() and disarm() are called by the workers.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace switchboard::store::pg {

class stall_watch {
 public:
  using clock = std::chrono::steady_clock;

  explicit stall_watch(std::size_t workers);
  stall_watch(const stall_watch&) = delete;
  stall_watch& operator=(const stall_watch&) = delete;
  ~stall_watch();

  /// Shuts `socket` down at `until`, unless disarmed before. The socket must stay open until disarm() has returned.
  void arm(std::size_t worker, int socket, clock::time_point until);
  /// True if the time was over and the socket was shut down.
  bool disarm(std::size_t worker);
  /// Brings an armed worker's time forward; never puts it off.
  void hasten(std::size_t worker, clock::time_point until);

  /// Arms for a scope.
  class scope {
   public:
    scope(stall_watch& watch, std::size_t worker, int socket, clock::time_point until)
        : watch_(watch), worker_(worker) {
      watch_.arm(worker_, socket, until);
    }
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;
    ~scope() { watch_.disarm(worker_); }

   private:
    stall_watch& watch_;
    std::size_t worker_;
  };

 private:
  struct slot {
    int socket = -1;  // -1 when not armed
    clock::time_point until;
    bool fired = false;
  };

  void loop();
  void wake_for(clock::time_point until);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<slot> slots_;
  clock::time_point next_ = clock::time_point::max();  // what the thread sleeps until
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace switchboard::store::pg
