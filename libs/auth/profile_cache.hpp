// Profiles by (iss, sub) for about a minute, so that the usual request asks the database nothing. Bounded; thread-safe.
#pragma once

#include "auth/lru_map.hpp"
#include "auth/tenant_context.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

namespace switchboard::auth {

class profile_cache {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  profile_cache(std::size_t capacity, std::chrono::steady_clock::duration age) : entries_(capacity), age_(age) {}

  void put(const std::string& issuer, const std::string& subject, profile value, time_point now);
  /// The profile, if it was put less than the age ago.
  std::optional<profile> find(const std::string& issuer, const std::string& subject, time_point now);
  void erase(const std::string& issuer, const std::string& subject);
  std::size_t size() const;

 private:
  struct entry {
    profile value;
    time_point until;
  };
  // iss and sub hold no NUL (JSON parsing refuses it), so the pair is joined by one.
  static std::string key(const std::string& issuer, const std::string& subject);

  mutable std::mutex mutex_;
  lru_map<std::string, entry> entries_;
  std::chrono::steady_clock::duration age_;
};

}  // namespace switchboard::auth
