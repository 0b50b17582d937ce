// An issuer's keys at one moment. Immutable: a rotation makes a new set, and who still holds the old one may finish.
#pragma once

#include "auth/verification_key.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::auth {

/// A key and the `kid` it was published under; a key that the operator configured by itself (PEM, secret) has none and
/// answers to every `kid`.
struct named_key {
  std::optional<std::string> id;
  verification_key key;
};

/// A token is tried with at most this many keys.
inline constexpr std::size_t max_candidates = 4;

class key_set {
 public:
  key_set() = default;
  explicit key_set(std::vector<named_key> keys) : keys_(std::move(keys)) {}

  /// The keys that may have signed a token with this algorithm and `kid` (empty: the header has none). A token without
  /// `kid` is matched only where a single key of its algorithm leaves no doubt.
  std::vector<const verification_key*> candidates(wire::jws_algorithm algorithm, std::string_view key_id) const;

  /// Whether any key verifies this algorithm.
  bool has(wire::jws_algorithm algorithm) const;

  std::size_t size() const noexcept { return keys_.size(); }

 private:
  std::vector<named_key> keys_;
};

}  // namespace switchboard::auth
