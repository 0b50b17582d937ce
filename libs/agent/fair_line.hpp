// Who is next: people in line by arrival, served in turns of their tenants, so that one tenant's flood delays another's
// by one place at most. Not thread-safe; its owner locks.
#pragma once

#include "core/uuid.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

namespace switchboard::agent {

template<class Waiter>
class fair_line {
 public:
  using ptr = std::shared_ptr<Waiter>;

  void join(core::workspace_id tenant, ptr w) { line_.push_back({tenant, std::move(w)}); }
  /// False when it was not in line.
  bool leave(const ptr& w) {
    return std::erase_if(line_, [&](const person& p) { return p.who == w; }) > 0;
  }
  /// Takes the next one out of the line; null when nobody waits.
  ptr next() {
    const auto places = order();
    if (places.empty()) return nullptr;
    const auto chosen = line_[places.front()];
    line_.erase(line_.begin() + static_cast<std::ptrdiff_t>(places.front()));
    note_served(chosen.tenant);
    return chosen.who;
  }
  /// Somebody was served without having to wait.
  void note_served(core::workspace_id tenant) {
    if (served_.size() >= most_remembered) served_.clear();
    served_[tenant] = ++clock_;
  }
  /// Everybody in the order in which they would be served if nobody else came.
  std::vector<ptr> in_order() const {
    std::vector<ptr> out;
    for (const auto i : order()) out.push_back(line_[i].who);
    return out;
  }
  std::size_t size() const noexcept { return line_.size(); }
  bool empty() const noexcept { return line_.empty(); }

 private:
  struct person {
    core::workspace_id tenant;
    ptr who;
  };
  static constexpr std::size_t most_remembered = 10'000;

  std::uint64_t last_served(const core::workspace_id& tenant) const {
    const auto it = served_.find(tenant);
    return it == served_.end() ? 0 : it->second;
  }

  // Indexes into the line: tenants by how long ago they were served, then by arrival; each has one person served a
  // round.
  std::vector<std::size_t> order() const {
    std::map<core::workspace_id, std::size_t> seen;  // persons of a tenant so far
    std::map<core::workspace_id, std::size_t> came;  // the tenant's first place
    std::map<std::tuple<std::size_t, std::uint64_t, std::size_t>, std::size_t> ranked;
    for (std::size_t i = 0; i < line_.size(); ++i) {
      const auto& tenant = line_[i].tenant;
      const auto first = came.emplace(tenant, i).first->second;
      ranked.emplace(std::tuple{seen[tenant]++, last_served(tenant), first}, i);
    }
    std::vector<std::size_t> out;
    for (const auto& [rank, index] : ranked) out.push_back(index);
    return out;
  }

  std::vector<person> line_;
  std::map<core::workspace_id, std::uint64_t> served_;
  std::uint64_t clock_ = 0;
};

}  // namespace switchboard::agent
