// A bounded map that forgets what was used longest ago. Not thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <unordered_map>
#include <utility>

namespace switchboard::auth {

template<class Key, class Value, class Hash = std::hash<Key>>
class lru_map {
 public:
  explicit lru_map(std::size_t capacity) : capacity_(capacity) {}

  /// The value of a key, which now counts as just used; null without one. Valid until the next put or erase.
  Value* find(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->second;
  }

  /// Adds or replaces.
  void put(const Key& key, Value value) {
    erase(key);
    if (capacity_ == 0) return;
    if (order_.size() >= capacity_) {
      index_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(key, std::move(value));
    index_.emplace(key, order_.begin());
  }

  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    order_.erase(found->second);
    index_.erase(found);
  }

  std::size_t size() const noexcept { return order_.size(); }

 private:
  using entries = std::list<std::pair<Key, Value>>;
  std::size_t capacity_;
  entries order_;  // most recently used first
  std::unordered_map<Key, typename entries::iterator, Hash> index_;
};

}  // namespace switchboard::auth
