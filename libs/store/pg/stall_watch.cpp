#include "store/pg/stall_watch.hpp"

#include "core/log.hpp"

#include <algorithm>
#include <pthread.h>
#include <sys/socket.h>

namespace switchboard::store::pg {

stall_watch::stall_watch(std::size_t workers) : slots_(workers), thread_([this] { loop(); }) {}

stall_watch::~stall_watch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

// The lock is held. Most work ends long before its time and is followed by work with a later one, so the thread is
// woken only where it would sleep too long.
void stall_watch::wake_for(clock::time_point until) {
  if (until >= next_) return;
  next_ = until;
  wake_.notify_one();
}

void stall_watch::arm(std::size_t worker, int socket, clock::time_point until) {
  const std::lock_guard lock(mutex_);
  slots_[worker] = {socket, until, false};
  wake_for(until);
}

bool stall_watch::disarm(std::size_t worker) {
  const std::lock_guard lock(mutex_);
  slots_[worker].socket = -1;
  return slots_[worker].fired;
}

void stall_watch::hasten(std::size_t worker, clock::time_point until) {
  const std::lock_guard lock(mutex_);
  auto& slot = slots_[worker];
  if (slot.socket < 0 || slot.until <= until) return;
  slot.until = until;
  wake_for(until);
}

void stall_watch::loop() {
  ::pthread_setname_np(::pthread_self(), "pg-stall");
  std::unique_lock lock(mutex_);
  while (!ending_) {
    next_ = clock::time_point::max();
    const auto now = clock::now();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      auto& slot = slots_[i];
      if (slot.socket < 0 || slot.fired) continue;
      if (slot.until <= now) {
        slot.fired = true;
        ::shutdown(slot.socket, SHUT_RDWR);
        core::log::warn("database_stalled", {{"worker", i}});
      } else {
        next_ = std::min(next_, slot.until);
      }
    }
    if (next_ == clock::time_point::max()) {
      wake_.wait(lock);
    } else {
      wake_.wait_until(lock, next_);
    }
  }
}

}  // namespace switchboard::store::pg
