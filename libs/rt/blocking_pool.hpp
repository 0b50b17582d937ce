// Threads for work that blocks (libpqxx, getaddrinfo, libcurl). run() hands a callable to one of them and resumes the
// coroutine on its own shard with what it returned. Each worker has an index, so that an owner can keep one connection
// to each worker.
//
// A started callable runs to its end even if the awaiting coroutine is cancelled: the coroutine waits for it (blocking
// calls carry their own deadline, statement_timeout for SQL), so captured references stay valid; the cancellation shows
// at the coroutine's next wait.
#pragma once

#include "rt/task.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace switchboard::rt {

class blocking_pool {
 public:
  /// `name` shows in thread names.
  blocking_pool(std::string name, std::size_t threads);
  blocking_pool(const blocking_pool&) = delete;
  blocking_pool& operator=(const blocking_pool&) = delete;
  /// Finishes what is queued, then joins.
  ~blocking_pool();

  std::size_t size() const noexcept { return threads_.size(); }
  /// Jobs that wait for a worker now.
  std::size_t queued() const;

  /// Runs `fn()` on a worker and nobody waits for it.
  void post(std::function<void()> fn) {
    push([fn = std::move(fn)](std::size_t) { fn(); });
  }

  /// Runs `fn(worker_index)` on a worker. `fn` is taken by non-const reference so that a temporary closure, which would
  /// die before the worker runs it, does not compile. Rethrows what `fn` throws.
  template<class Fn>
  task<std::invoke_result_t<Fn&, std::size_t>> run(Fn& fn) {
    using value = std::invoke_result_t<Fn&, std::size_t>;
    static_assert(!std::is_void_v<value>, "return something: a result<void> where there is nothing to say");
    std::optional<value> out;
    std::exception_ptr failure;
    job work = [&](std::size_t worker) {
      try {
        out.emplace(fn(worker));
      } catch (...) {
        failure = std::current_exception();
      }
    };
    co_await submit(std::move(work));
    if (failure) std::rethrow_exception(failure);
    co_return std::move(*out);
  }

 private:
  using job = std::function<void(std::size_t)>;

  // Queues `work`; the awaiter resumes on its own executor when it has run.
  task<> submit(job work);
  void push(job work);
  void loop(std::size_t index);

  std::string name_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<job> queue_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace switchboard::rt
