#include "domain/usage.hpp"

namespace switchboard::domain {
namespace {

const model_price* find_price(const std::string& model, const std::vector<model_price>& prices) {
  const model_price* best = nullptr;
  for (const auto& p : prices) {
    if (p.pattern.empty() || model.find(p.pattern) == std::string::npos) continue;
    if (best == nullptr || p.pattern.size() > best->pattern.size()) best = &p;
  }
  return best;
}

}  // namespace

std::int64_t cost_microdollars(const usage& u, const std::string& model, const std::vector<model_price>& prices) {
  const auto* price = find_price(model, prices);
  if (price == nullptr) return 0;
  const auto sum = u.input_tokens * price->input + u.output_tokens * price->output +
                   u.cache_read_tokens * price->cache_read + u.cache_write_tokens * price->cache_write;
  return (sum + 500'000) / 1'000'000;
}

}  // namespace switchboard::domain
