#include "api/stream_limiter.hpp"

#include "api/error_reply.hpp"

namespace switchboard::api {

core::result<std::shared_ptr<void>> stream_limiter::enter(const std::string& user) {
  {
    const std::lock_guard lock(mutex_);
    auto& n = open_[user];
    if (n >= per_user_) {
      auto e = core::make_error(core::errc::too_many_streams);
      e.retry_after = std::chrono::seconds(5);
      e.members.emplace_back(rate_policy_member, "q=" + std::to_string(per_user_) + ";qu=\"concurrent-requests\"");
      return e;
    }
    ++n;
    ++total_;
  }
  return std::shared_ptr<void>(this, [user](void* self) { static_cast<stream_limiter*>(self)->leave(user); });
}

void stream_limiter::leave(const std::string& user) {
  const std::lock_guard lock(mutex_);
  const auto it = open_.find(user);
  if (it == open_.end()) return;
  --total_;
  if (--it->second == 0) open_.erase(it);
}

std::size_t stream_limiter::open() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

}  // namespace switchboard::api
