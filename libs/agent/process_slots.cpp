#include "agent/process_slots.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace switchboard::agent {

struct process_slots::waiter {
  waiter(const boost::asio::any_io_executor& executor, core::deadline limit, std::function<void(std::size_t)> tell)
      : ready(executor, limit.when()), told(std::move(tell)) {}
  // On the waiter's shard only:
  boost::asio::steady_timer ready;
  std::function<void(std::size_t)> told;  // empty when it has left
  // Under the mutex:
  bool granted = false;
  std::size_t place = 0;
};

process_slot& process_slot::operator=(process_slot&& other) noexcept {
  std::swap(owner_, other.owner_);
  return *this;
}

process_slot::~process_slot() {
  if (owner_) owner_->give_back();
}

// A waiter's place in the line, which it leaves however its wait ends.
class process_slots::place {
 public:
  place(process_slots& slots, std::shared_ptr<waiter> w) : slots_(slots), waiter_(std::move(w)) {}
  place(const place&) = delete;
  place& operator=(const place&) = delete;
  ~place() {
    waiter_->told = nullptr;
    bool granted = false;
    {
      const std::lock_guard lock(slots_.mutex_);
      granted = waiter_->granted;
      slots_.line_.leave(waiter_);
      slots_.tell_places();
    }
    if (granted && !taken_) slots_.give_back();
  }
  /// True when the slot was granted; it is then the caller's.
  bool take() {
    const std::lock_guard lock(slots_.mutex_);
    taken_ = waiter_->granted;
    return taken_;
  }

 private:
  process_slots& slots_;
  std::shared_ptr<waiter> waiter_;
  bool taken_ = false;
};

rt::task<core::result<process_slot>> process_slots::take(admission who, core::deadline limit) {
  const auto self = shared_from_this();
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto waiting = std::make_shared<waiter>(executor, limit, who.told);
  std::function<void()> evict;
  {
    const std::lock_guard lock(mutex_);
    if (free_ > 0 && line_.empty()) {
      --free_;
      line_.note_served(who.tenant);
      co_return process_slot(self);
    }
    if (line_.size() >= max_waiting_) {
      auto full = core::make_internal(core::errc::agent_unavailable, "too many wait for an agent process");
      full.retry_after = std::chrono::seconds(5);
      co_return full;
    }
    line_.join(who.tenant, waiting);
    tell_places();
    evict = longest_idle();
  }
  place in_line(*this, waiting);
  if (evict) evict();
  boost::system::error_code ignored;
  co_await waiting->ready.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  if (in_line.take()) co_return process_slot(self);
  auto busy = core::make_internal(core::errc::agent_unavailable, "all agent processes are busy");
  busy.retry_after = std::chrono::seconds(5);
  co_return busy;
}

process_slot process_slots::take_always() {
  const std::lock_guard lock(mutex_);
  if (free_ > 0)
    --free_;
  else
    ++over_;
  return process_slot(shared_from_this());
}

void process_slots::give_back() {
  std::shared_ptr<waiter> next;
  {
    const std::lock_guard lock(mutex_);
    if (over_ > 0) {
      --over_;
      return;
    }
    next = line_.next();
    if (!next) {
      ++free_;
      return;
    }
    next->granted = true;
    tell_places();
  }
  const auto executor = next->ready.get_executor();
  boost::asio::post(executor, [next] { next->ready.cancel(); });
}

// The mutex is held.
void process_slots::tell_places() const {
  std::size_t place = 0;
  for (const auto& w : line_.in_order()) {
    if (w->place == ++place) continue;
    w->place = place;
    const auto executor = w->ready.get_executor();
    boost::asio::post(executor, [w, place] {
      if (w->told) w->told(place);
    });
  }
}

std::size_t process_slots::add_shard(std::function<void()> evict) {
  const std::lock_guard lock(mutex_);
  shards_.push_back({std::move(evict), std::nullopt});
  return shards_.size() - 1;
}

void process_slots::set_idle(std::size_t shard, std::optional<time_point> since) {
  const std::lock_guard lock(mutex_);
  shards_[shard].idle_since = since;
}

void process_slots::evict_for_waiters() {
  std::function<void()> evict;
  {
    const std::lock_guard lock(mutex_);
    if (!line_.empty()) evict = longest_idle();
  }
  if (evict) evict();
}

std::size_t process_slots::waiting() const {
  const std::lock_guard lock(mutex_);
  return line_.size();
}

std::size_t process_slots::in_use() const {
  const std::lock_guard lock(mutex_);
  return max_ - free_ + over_;
}

std::function<void()> process_slots::longest_idle() const {
  const shard* oldest = nullptr;
  for (const auto& s : shards_) {
    if (s.idle_since && (oldest == nullptr || *s.idle_since < *oldest->idle_since)) oldest = &s;
  }
  return oldest == nullptr ? nullptr : oldest->evict;
}

}  // namespace switchboard::agent
