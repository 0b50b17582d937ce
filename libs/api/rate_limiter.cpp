#include "api/rate_limiter.hpp"

#include "api/error_reply.hpp"

#include <algorithm>
#include <cmath>

namespace switchboard::api {
namespace {
constexpr std::size_t max_buckets = 100'000;

double refilled(double tokens, std::chrono::duration<double> since, const rate& r) {
  return std::min(r.burst, tokens + since.count() * r.per_second);
}
}  // namespace

std::string policy_of(const rate& r) {
  const auto window = std::max(1L, static_cast<long>(std::ceil(r.burst / r.per_second)));
  return "q=" + std::to_string(static_cast<long>(r.burst)) + ";w=" + std::to_string(window);
}

core::result<void> rate_limiter::take(const std::string& key, clock::time_point now) {
  if (rate_.per_second <= 0) return {};
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= max_buckets) forget_full(now);
  auto [it, fresh] = buckets_.try_emplace(key, bucket{rate_.burst, now});
  auto& b = it->second;
  b.tokens = refilled(b.tokens, now - b.filled, rate_);
  b.filled = now;
  if (b.tokens >= 1) {
    b.tokens -= 1;
    return {};
  }
  auto e = core::make_error(core::errc::rate_limited);
  e.retry_after = std::chrono::seconds(static_cast<long>(std::ceil((1 - b.tokens) / rate_.per_second)));
  e.members.emplace_back(rate_policy_member, policy_of(rate_));
  return e;
}

// A full bucket is the same as none.
void rate_limiter::forget_full(clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    return refilled(entry.second.tokens, now - entry.second.filled, rate_) >= rate_.burst;
  });
}

}  // namespace switchboard::api
