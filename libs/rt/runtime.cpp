#include "rt/runtime.hpp"

#include "core/log.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <pthread.h>
#include <string>

namespace switchboard::rt {
namespace {
thread_local const runtime* current_runtime = nullptr;
thread_local std::size_t current_shard = 0;
}  // namespace

runtime::runtime(std::size_t shards) {
  if (shards == 0) shards = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  for (std::size_t i = 0; i < shards; ++i) {
    contexts_.push_back(std::make_unique<boost::asio::io_context>(1));
    guards_.push_back(boost::asio::make_work_guard(*contexts_.back()));
  }
}

runtime::~runtime() {
  stop();
}

void runtime::start() {
  for (std::size_t i = 0; i < contexts_.size(); ++i) threads_.emplace_back([this, i] { run(i); });
}

void runtime::stop() {
  guards_.clear();
  for (auto& context : contexts_) context->stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

std::size_t runtime::current() const noexcept {
  return current_runtime == this ? current_shard : contexts_.size();
}

void runtime::on(std::size_t index, std::function<void()> fn) {
  boost::asio::post(*contexts_[index], std::move(fn));
}

void runtime::run(std::size_t index) {
  current_runtime = this;
  current_shard = index;
  ::pthread_setname_np(::pthread_self(), ("shard-" + std::to_string(index)).c_str());
  for (;;) {
    try {
      contexts_[index]->run();
      return;
    } catch (const std::exception& e) {
      core::log::error("bug", {{"where", "shard"}, {"what", e.what()}});
    }
  }
}

}  // namespace switchboard::rt
