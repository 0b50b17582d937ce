// An authenticator with issuers of the test's making, a clock that stands still, and profiles in memory.
#pragma once

#include "auth/authenticator.hpp"
#include "unit/auth/run_task.hpp"
#include "unit/auth/token_maker.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace switchboard::test {

/// When the tests take place, in seconds.
inline constexpr long long test_time = 1'800'000'000;

/// Profiles by (iss, sub); counts how often it is asked.
class memory_directory final : public auth::profile_directory {
 public:
  rt::task<core::result<auth::profile>> ensure(auth::identity who, core::deadline) override {
    ++asked;
    if (failure) co_return *failure;
    auto& found = profiles[{who.issuer, who.subject}];
    if (found.email.empty()) found = {core::user_id::random(), who.email, who.name, "UTC", false};
    co_return found;
  }

  int asked = 0;
  std::optional<core::error> failure;
  std::map<std::pair<std::string, std::string>, auth::profile> profiles;
};

class authenticator_bench {
 public:
  explicit authenticator_bench(std::vector<core::issuer_settings> issuers) {
    const auth::fetch_text no_fetch = [](std::string, core::deadline) -> rt::task<core::result<std::string>> {
      co_return core::make_error(core::errc::closed);
    };
    auth::authenticator_options options;
    options.now = [this] { return std::chrono::system_clock::time_point(std::chrono::seconds(now)); };
    gate = std::make_unique<auth::authenticator>(*auth::make_issuers(issuers, no_fetch), directory,
                                                 *auth::origin_policy::make({"https://app.test"}), options);
  }

  core::result<auth::authenticated> ask(auth::credentials from) {
    return run(gate->authenticate(std::move(from), core::deadline::after(std::chrono::seconds(20))));
  }
  core::result<auth::identity> verify(std::string token) {
    return run(gate->verify(std::move(token), core::deadline::after(std::chrono::seconds(20))));
  }

  long long now = test_time;
  memory_directory directory;
  std::unique_ptr<auth::authenticator> gate;
};

/// An issuer of "https://issuer.test" with one key in PEM.
inline core::issuer_settings issuer_with(const signer& key, std::vector<std::string> algorithms) {
  core::issuer_settings out;
  out.name = "test";
  out.iss = "https://issuer.test";
  out.algorithms = std::move(algorithms);
  out.pem = key.public_pem();
  return out;
}

}  // namespace switchboard::test
