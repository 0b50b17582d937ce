// Where an issuer's keys come from. Shared by all shards: current() is a pointer copy, and a set that was replaced
// stays valid for whoever holds it.
#pragma once

#include "auth/key_set.hpp"
#include "core/deadline.hpp"
#include "rt/task.hpp"
#include "rt/task_group.hpp"

#include <memory>

namespace switchboard::auth {

using key_set_ptr = std::shared_ptr<const key_set>;

class key_source {
 public:
  virtual ~key_source() = default;

  /// The newest keys; null before there are any. Thread-safe, does not wait.
  virtual key_set_ptr current() = 0;

  /// Called when a token names a `kid` that current() does not have: looks again, if the source's rate limit allows it,
  /// and returns the newest keys then. Callable from any shard.
  virtual rt::task<key_set_ptr> look_again(core::deadline limit) = 0;

  /// Starts background work on the group's shard. Call at most once.
  virtual void start(rt::task_group& group) = 0;
};

/// Keys that never change: a PEM text or a secret from the settings.
class fixed_keys final : public key_source {
 public:
  explicit fixed_keys(key_set keys) : keys_(std::make_shared<const key_set>(std::move(keys))) {}

  key_set_ptr current() override { return keys_; }
  rt::task<key_set_ptr> look_again(core::deadline) override { co_return keys_; }
  void start(rt::task_group&) override {}

 private:
  key_set_ptr keys_;
};

}  // namespace switchboard::auth
