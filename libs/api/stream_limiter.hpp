// How many event streams a user may hold open in this process at once. Thread-safe.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace switchboard::api {

class stream_limiter {
 public:
  explicit stream_limiter(std::size_t per_user) : per_user_(per_user) {}

  /// A place that is given back when the last copy dies; `too_many_streams` when the user has none left. The limiter
  /// must outlive it.
  core::result<std::shared_ptr<void>> enter(const std::string& user);
  std::size_t open() const;

 private:
  void leave(const std::string& user);

  const std::size_t per_user_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> open_;
  std::size_t total_ = 0;
};

}  // namespace switchboard::api
