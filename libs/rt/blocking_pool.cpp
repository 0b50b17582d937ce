#include "rt/blocking_pool.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <pthread.h>
#include <utility>

namespace switchboard::rt {

blocking_pool::blocking_pool(std::string name, std::size_t threads) : name_(std::move(name)) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, i] { loop(i); });
}

blocking_pool::~blocking_pool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

std::size_t blocking_pool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

task<> blocking_pool::submit(job work) {
  auto token = boost::asio::use_awaitable;
  auto start = [this, &work](auto handler) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto guard = boost::asio::make_work_guard(executor);
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    push([work = std::move(work), shared, guard = std::move(guard)](std::size_t worker) mutable {
      work(worker);
      // The handler must end on its shard, not here.
      boost::asio::post(guard.get_executor(), [shared = std::move(shared)]() mutable { (*shared)(); });
    });
  };
  co_await boost::asio::async_initiate<decltype(token), void()>(std::move(start), token);
}

void blocking_pool::push(job work) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void blocking_pool::loop(std::size_t index) {
  ::pthread_setname_np(::pthread_self(), (name_.substr(0, 12) + "-" + std::to_string(index)).c_str());
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work(index);
    work = nullptr;
    lock.lock();
  }
}

}  // namespace switchboard::rt
