#include "auth/token_cache.hpp"

#include <openssl/sha.h>

namespace switchboard::auth {

token_hash hash_token(std::string_view token) {
  token_hash out{};
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), out.data());
  return out;
}

void token_cache::put(const token_hash& token, entry value) {
  const std::lock_guard lock(mutex_);
  entries_.put(token, std::move(value));
}

std::optional<identity> token_cache::find(const token_hash& token, std::chrono::system_clock::time_point now,
                                          const current_keys& keys) {
  entry found;
  {
    const std::lock_guard lock(mutex_);
    const auto* hit = entries_.find(token);
    if (hit == nullptr) return std::nullopt;
    found = *hit;
  }
  if (in_force(found.content, now) && keys(found.issuer) == found.keys) return identity_of(found.content);
  const std::lock_guard lock(mutex_);
  entries_.erase(token);
  return std::nullopt;
}

std::size_t token_cache::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace switchboard::auth
