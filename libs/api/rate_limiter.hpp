// Token buckets by key (a user), in memory: each bucket holds `burst` tokens and gains `per_second`. Thread-safe.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace switchboard::api {

struct rate {
  double per_second = 50;
  double burst = 200;
};

/// The parameters of RateLimit-Policy: how much in which seconds.
std::string policy_of(const rate& r);

class rate_limiter {
 public:
  using clock = std::chrono::steady_clock;
  explicit rate_limiter(rate r) : rate_(r) {}

  /// Takes one token; `rate_limited` with Retry-After when there is none. A rate of 0 never refuses.
  core::result<void> take(const std::string& key, clock::time_point now = clock::now());

 private:
  struct bucket {
    double tokens = 0;
    clock::time_point filled;
  };
  void forget_full(clock::time_point now);

  const rate rate_;
  std::mutex mutex_;
  std::unordered_map<std::string, bucket> buckets_;
};

}  // namespace switchboard::api
