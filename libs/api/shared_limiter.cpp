#include "api/shared_limiter.hpp"

#include "api/error_reply.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <cmath>

namespace switchboard::api {
namespace {

constexpr std::size_t max_pools = 100'000;
constexpr std::int64_t max_block = 1000;
constexpr double blocks_a_burst = 8;

std::int64_t block_of(const rate& r) {
  return std::clamp(static_cast<std::int64_t>(r.burst / blocks_a_burst), std::int64_t{1}, max_block);
}

}  // namespace

shared_limiter::shared_limiter(store::rate_ledger& ledger, std::string kind, rate r)
    : ledger_(ledger), kind_(std::move(kind)), rate_(r), block_(block_of(r)), own_(r) {}

rt::task<core::result<void>> shared_limiter::take(std::string subject, core::deadline limit) {
  auto lease = [&](std::int64_t wanted) -> rt::task<core::result<std::optional<store::token_lease>>> {
    const store::bucket_size size{rate_.per_second, rate_.burst};
    auto leased = co_await ledger_.lease(kind_, subject, wanted, size, limit);
    if (!leased) co_return leased.error();
    co_return std::optional(*leased);
  };
  co_return co_await spend(subject, lease);
}

rt::task<core::result<void>> shared_limiter::take(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                  core::deadline limit) {
  auto lease = [&](std::int64_t wanted) -> rt::task<core::result<std::optional<store::token_lease>>> {
    const store::bucket_size size{rate_.per_second, rate_.burst};
    co_return co_await ledger_.lease(tenant, workspace, wanted, size, limit);
  };
  // A block is leased for one member, so that nobody else can spend it.
  auto key = workspace.str() + "/" + tenant.user_id().str();
  co_return co_await spend(std::move(key), lease);
}

template<class Lease>
rt::task<core::result<void>> shared_limiter::spend(std::string key, Lease& lease) {
  if (rate_.per_second <= 0) co_return core::result<void>();
  if (auto ok = own_.take(key); !ok) co_return ok.error();
  std::chrono::milliseconds wait{0};
  const auto what = next(key, wait);
  if (what == step::go) co_return core::result<void>();
  if (what == step::refused) co_return refusal(wait);
  const auto leased = co_await lease(block_);
  if (!leased) {
    core::log::warn("rate_ledger", {{"kind", kind_}, {"detail", leased.error().detail}});
    settle(key, {}, step::go_and_refill);
    co_return core::result<void>();
  }
  if (!*leased) {
    settle(key, {}, step::go_and_refill);
    co_return core::result<void>();
  }
  co_return settle(key, **leased, what);
}

shared_limiter::step shared_limiter::next(const std::string& key, std::chrono::milliseconds& wait) {
  const auto now = clock::now();
  const std::lock_guard lock(mutex_);
  if (pools_.size() >= max_pools) pools_.clear();
  auto& p = pools_[key];
  if (p.tokens > 0) {
    --p.tokens;
    if (p.tokens >= block_ / 4 || p.leasing) return step::go;
    p.leasing = true;
    return step::go_and_refill;
  }
  if (now >= p.blocked_until) return step::must_lease;
  wait = std::chrono::ceil<std::chrono::milliseconds>(p.blocked_until - now);
  return step::refused;
}

core::result<void> shared_limiter::settle(const std::string& key, const store::token_lease& lease, step why) {
  const std::lock_guard lock(mutex_);
  auto& p = pools_[key];
  p.leasing = false;
  p.tokens += lease.tokens;
  if (why == step::go_and_refill) return {};
  if (p.tokens > 0) {
    --p.tokens;
    return {};
  }
  p.blocked_until = clock::now() + lease.again;
  return refusal(lease.again);
}

core::error shared_limiter::refusal(std::chrono::milliseconds wait) const {
  auto e = core::make_error(core::errc::rate_limited);
  e.retry_after = std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1));
  e.members.emplace_back(rate_policy_member, policy_of(rate_));
  return e;
}

}  // namespace switchboard::api
