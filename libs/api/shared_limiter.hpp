// Token buckets that all servers share, spent from blocks of tokens that each server leases: the usual request takes a
// token that is here already and waits for nothing. While the shared ledger cannot be reached, each server keeps the
// rate by itself. Thread-safe.
#pragma once

#include "api/rate_limiter.hpp"
#include "store/rate_ledger.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace switchboard::api {

class shared_limiter {
 public:
  using clock = std::chrono::steady_clock;

  /// `kind` names the buckets in the ledger, which must outlive this. A rate of 0 never refuses.
  shared_limiter(store::rate_ledger& ledger, std::string kind, rate r);

  /// Takes a token of a subject's bucket; `rate_limited` with Retry-After when there is none.
  rt::task<core::result<void>> take(std::string subject, core::deadline limit);
  /// The same of a workspace's bucket. A user who is no member takes nothing, and is for the handler to refuse.
  rt::task<core::result<void>> take(const auth::tenant_context& tenant, core::workspace_id workspace,
                                    core::deadline limit);

 private:
  struct pool {
    std::int64_t tokens = 0;
    bool leasing = false;  // somebody is fetching the next block
    clock::time_point blocked_until;
  };
  enum class step { go, go_and_refill, refused, must_lease };

  template<class Lease>
  rt::task<core::result<void>> spend(std::string key, Lease& lease);
  step next(const std::string& key, std::chrono::milliseconds& wait);
  core::result<void> settle(const std::string& key, const store::token_lease& lease, step why);
  core::error refusal(std::chrono::milliseconds wait) const;

  store::rate_ledger& ledger_;
  const std::string kind_;
  const rate rate_;
  const std::int64_t block_;
  rate_limiter own_;  // what this server lets through at most, whatever the ledger says
  std::mutex mutex_;
  std::unordered_map<std::string, pool> pools_;
};

}  // namespace switchboard::api
