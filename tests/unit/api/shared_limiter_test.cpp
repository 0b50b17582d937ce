#include "api/shared_limiter.hpp"

#include "support/run_task.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

// A ledger with one bucket that never refills.
class one_bucket final : public store::rate_ledger {
 public:
  rt::task<core::result<store::token_lease>> lease(std::string, std::string, std::int64_t wanted, store::bucket_size,
                                                   core::deadline) override {
    ++leases;
    if (is_away) co_return core::make_error(core::errc::database_unavailable);
    const auto given = std::min(wanted, tokens);
    tokens -= given;
    co_return store::token_lease{given, given > 0 ? 0ms : 90'000ms};
  }
  rt::task<core::result<std::optional<store::token_lease>>> lease(const auth::tenant_context&, core::workspace_id,
                                                                  std::int64_t, store::bucket_size,
                                                                  core::deadline) override {
    co_return std::optional<store::token_lease>();
  }

  std::int64_t tokens = 0;
  bool is_away = false;
  int leases = 0;
};

core::result<void> take(api::shared_limiter& limiter, const char* subject = "ada") {
  return test::run_task([&](const auto&) -> rt::task<core::result<void>> {
    co_return co_await limiter.take(subject, core::deadline::after(60s));
  });
}

}  // namespace

TEST_CASE("shared_limiter: tokens are leased by the block, not one a request") {
  one_bucket ledger;
  ledger.tokens = 1'000'000;
  api::shared_limiter limiter(ledger, "user", {0.001, 8000});
  for (int i = 0; i < 2000; ++i) REQUIRE(take(limiter));
  CHECK(ledger.leases <= 4);
}

TEST_CASE("shared_limiter: what others have taken is refused here, and asked for once") {
  one_bucket ledger;
  ledger.tokens = 3;
  api::shared_limiter limiter(ledger, "user", {0.001, 8});
  for (int i = 0; i < 3; ++i) REQUIRE(take(limiter));
  const auto refused = take(limiter);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::errc::rate_limited);
  CHECK(refused.error().retry_after == 90s);
  const auto asked = ledger.leases;
  CHECK_FALSE(take(limiter));
  CHECK(ledger.leases == asked);
}

TEST_CASE("shared_limiter: without its ledger a server keeps the rate by itself") {
  one_bucket ledger;
  ledger.is_away = true;
  api::shared_limiter limiter(ledger, "user", {0.001, 5});
  for (int i = 0; i < 5; ++i) REQUIRE(take(limiter));
  CHECK_FALSE(take(limiter));
  CHECK(take(limiter, "max"));
}

TEST_CASE("shared_limiter: a rate of 0 is no limit") {
  one_bucket ledger;
  api::shared_limiter limiter(ledger, "user", {0, 1});
  for (int i = 0; i < 10; ++i) REQUIRE(take(limiter));
  CHECK(ledger.leases == 0);
}
