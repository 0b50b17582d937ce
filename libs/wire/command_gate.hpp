// Exactly once: the host's side of the numbers that a server gives its commands. Each number passes once and in order;
// one that was seen before is a repetition and is dropped, one that is too high means that something was lost.
#pragma once

#include <cstdint>

namespace switchboard::wire {

class command_gate {
 public:
  enum class verdict { fresh, repeated, gap };

  verdict take(std::uint64_t number) noexcept {
    if (number <= last_) return verdict::repeated;
    if (number != last_ + 1) return verdict::gap;
    last_ = number;
    return verdict::fresh;
  }
  /// The last number that passed; 0 before the first.
  std::uint64_t last() const noexcept { return last_; }

 private:
  std::uint64_t last_ = 0;
};

}  // namespace switchboard::wire
