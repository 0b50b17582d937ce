// The threads of the program. A shard is one io_context on one thread; a connection, a run and everything of them live
// on one shard, so they need no locks. Crossing to another shard is one call: on(shard, task).
//
// Life cycle: construct, start(), spawn work, stop() (which lets nothing new begin and ends the threads), destroy.
#pragma once

#include "rt/task.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace switchboard::rt {

class runtime {
 public:
  /// `shards`: number of threads; 0 means one for each core.
  explicit runtime(std::size_t shards);
  runtime(const runtime&) = delete;
  runtime& operator=(const runtime&) = delete;
  ~runtime();

  void start();
  /// Ends every shard's loop and joins the threads. Idempotent. Not to be called from a shard.
  void stop();

  std::size_t size() const noexcept { return contexts_.size(); }
  boost::asio::io_context& shard(std::size_t index) noexcept { return *contexts_[index]; }
  boost::asio::any_io_executor executor(std::size_t index) { return contexts_[index]->get_executor(); }
  /// The shard of this thread; size() when the thread is none of ours.
  std::size_t current() const noexcept;

  /// Runs `fn` on a shard soon. An exception that leaves `fn` is logged as a bug.
  void on(std::size_t index, std::function<void()> fn);

 private:
  using guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;
  void run(std::size_t index);

  std::vector<std::unique_ptr<boost::asio::io_context>> contexts_;
  std::vector<guard> guards_;
  std::vector<std::thread> threads_;
};

}  // namespace switchboard::rt
