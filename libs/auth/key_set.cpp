#include "auth/key_set.hpp"

#include <algorithm>

namespace switchboard::auth {

std::vector<const verification_key*> key_set::candidates(wire::jws_algorithm algorithm, std::string_view key_id) const {
  std::vector<const verification_key*> named;
  std::vector<const verification_key*> of_algorithm;
  for (const auto& [id, key] : keys_) {
    if (key.algorithm() != algorithm) continue;
    of_algorithm.push_back(&key);
    if ((!id || (!key_id.empty() && *id == key_id)) && named.size() < max_candidates) named.push_back(&key);
  }
  if (named.empty() && key_id.empty() && of_algorithm.size() == 1) return of_algorithm;
  return named;
}

bool key_set::has(wire::jws_algorithm algorithm) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const auto& each) { return each.key.algorithm() == algorithm; });
}

}  // namespace switchboard::auth
