#include "auth/profile_cache.hpp"

namespace switchboard::auth {

std::string profile_cache::key(const std::string& issuer, const std::string& subject) {
  return issuer + '\0' + subject;
}

void profile_cache::put(const std::string& issuer, const std::string& subject, profile value, time_point now) {
  const std::lock_guard lock(mutex_);
  entries_.put(key(issuer, subject), {std::move(value), now + age_});
}

std::optional<profile> profile_cache::find(const std::string& issuer, const std::string& subject, time_point now) {
  const auto name = key(issuer, subject);
  const std::lock_guard lock(mutex_);
  const auto* hit = entries_.find(name);
  if (hit == nullptr) return std::nullopt;
  if (now < hit->until) return hit->value;
  entries_.erase(name);
  return std::nullopt;
}

void profile_cache::erase(const std::string& issuer, const std::string& subject) {
  const std::lock_guard lock(mutex_);
  entries_.erase(key(issuer, subject));
}

std::size_t profile_cache::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace switchboard::auth
