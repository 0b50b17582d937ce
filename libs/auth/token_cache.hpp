// Tokens that verified, by their SHA-256, so that a signature is checked once and not at every request. A hit is worth
// something only while the token's times hold and its issuer still has the key set that verified it. Bounded;
// thread-safe.
#pragma once

#include "auth/identity.hpp"
#include "auth/key_source.hpp"
#include "auth/lru_map.hpp"
#include "auth/token_verifier.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>

namespace switchboard::auth {

using token_hash = std::array<unsigned char, 32>;

/// SHA-256 of a token.
token_hash hash_token(std::string_view token);

class token_cache {
 public:
  /// A token that verified under `keys`, which the issuer of that index had then.
  struct entry {
    std::size_t issuer = 0;
    key_set_ptr keys;
    claims content;
  };
  /// An issuer's keys now.
  using current_keys = std::function<key_set_ptr(std::size_t issuer)>;

  explicit token_cache(std::size_t capacity) : entries_(capacity) {}

  void put(const token_hash& token, entry value);
  /// Who the token speaks for, if it verified before and still would.
  std::optional<identity> find(const token_hash& token, std::chrono::system_clock::time_point now,
                               const current_keys& keys);
  std::size_t size() const;

 private:
  struct first_bytes {
    std::size_t operator()(const token_hash& h) const noexcept {
      std::size_t out = 0;
      std::memcpy(&out, h.data(), sizeof out);
      return out;
    }
  };
  mutable std::mutex mutex_;
  lru_map<token_hash, entry, first_bytes> entries_;
};

}  // namespace switchboard::auth
