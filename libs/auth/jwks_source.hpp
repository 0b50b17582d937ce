// Keys behind a JWKS URL. One loop on one shard makes every fetch: at start, at an interval, after a failure with
// growing pauses, and when a token names an unknown `kid` (under a rate limit). Other shards ask it and wait. While the
// URL is down the last good keys are served, however old: an outage of the issuer must not sign everybody out.
#pragma once

#include "auth/key_source.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace switchboard::auth {

/// Fetches a URL's body over HTTP: `timed_out`, or any other error where it is not a 200. Called on the shard of
/// start().
using fetch_text = std::function<rt::task<core::result<std::string>>(std::string url, core::deadline limit)>;

struct jwks_options {
  std::chrono::milliseconds refresh{600'000};       // between good fetches
  std::chrono::milliseconds first_retry{1'000};     // after a failure; doubled at each further one
  std::chrono::milliseconds last_retry{300'000};    // up to this
  std::chrono::milliseconds fetch_limit{10'000};    // one fetch's deadline
  int refetch_burst = 3;                            // unknown `kid`: this many fetches at once,
  std::chrono::milliseconds refetch_every{10'000};  // then one for each of these
};

class jwks_source final : public key_source {
 public:
  jwks_source(std::string url, fetch_text fetch, jwks_options options = {});
  ~jwks_source() override;

  key_set_ptr current() override;
  rt::task<key_set_ptr> look_again(core::deadline limit) override;
  void start(rt::task_group& group) override;

 private:
  struct state;
  static rt::task<> run(std::shared_ptr<state> self);
  static rt::task<> refresh_for_ever(std::shared_ptr<state> self);
  static rt::task<bool> fetch_once(std::shared_ptr<state> self);
  std::shared_ptr<state> state_;
};

}  // namespace switchboard::auth
