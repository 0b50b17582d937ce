// Tokens and what they cost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace switchboard::domain {

/// Tokens of one turn, as the Messages API counts them.
struct usage {
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t cache_read_tokens = 0;
  std::int64_t cache_write_tokens = 0;
  bool operator==(const usage&) const = default;
};

/// One row of `model_prices`: micro-dollars for a million tokens. `pattern` is a prefix of the model's id, or a short
/// name that is part of it ("sonnet"); the longest that fits wins.
struct model_price {
  std::string pattern;
  std::int64_t input = 0;
  std::int64_t output = 0;
  std::int64_t cache_read = 0;
  std::int64_t cache_write = 0;
};

/// Cost in micro-dollars, rounded half up; 0 for a model without a price.
std::int64_t cost_microdollars(const usage& u, const std::string& model, const std::vector<model_price>& prices);

}  // namespace switchboard::domain
