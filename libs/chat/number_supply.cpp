#include "chat/number_supply.hpp"

#include <algorithm>
#include <limits>

namespace switchboard::chat {

void number_supply::add(std::int64_t after, std::int64_t until) {
  std::erase_if(blocks_, [this](const block& b) { return b.until <= last_; });
  blocks_.push_back({after, until, added_++});
}

std::int64_t number_supply::take() {
  last_ = next();
  return last_;
}

std::int64_t number_supply::next() const noexcept {
  auto next = std::numeric_limits<std::int64_t>::max();
  for (const auto& b : blocks_) {
    const auto first = std::max(b.after, last_) + 1;
    if (first <= b.until) next = std::min(next, first);
  }
  return next == std::numeric_limits<std::int64_t>::max() ? last_ + 1 : next;
}

void number_supply::skip_to(std::int64_t number) noexcept {
  last_ = std::max(last_, number);
}

std::int64_t number_supply::left() const noexcept {
  std::int64_t out = 0;
  for (const auto& b : blocks_) out += std::max<std::int64_t>(b.until - std::max(b.after, last_), 0);
  return out;
}

std::int64_t number_supply::until() const noexcept {
  std::int64_t out = 0;
  for (const auto& b : blocks_) out = std::max(out, b.until);
  return out;
}

void number_supply::forget(mark m) {
  std::erase_if(blocks_, [m](const block& b) { return b.order < m; });
}

}  // namespace switchboard::chat
