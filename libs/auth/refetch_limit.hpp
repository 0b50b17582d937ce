// How often tokens with an unknown `kid` may cause a fetch: a token bucket, so that a rotation is seen at once and a
// flood of made-up key ids is not passed on to the issuer. Pure; not thread-safe.
#pragma once

#include <algorithm>
#include <chrono>

namespace switchboard::auth {

class refetch_limit {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// At most `burst` at once, one more after each `interval`.
  refetch_limit(int burst, std::chrono::milliseconds interval) : burst_(burst), interval_(interval), left_(burst) {}

  /// Whether another fetch may be made now; counts it if so.
  bool take(time_point now) {
    if (left_ == burst_) last_ = now;
    const auto earned = (now - last_) / interval_;
    if (earned > 0) {
      left_ = static_cast<int>(std::min<long long>(burst_, left_ + earned));
      last_ += interval_ * earned;
    }
    if (left_ == 0) return false;
    --left_;
    return true;
  }

 private:
  int burst_;
  std::chrono::milliseconds interval_;
  int left_;
  time_point last_{};
};

}  // namespace switchboard::auth
