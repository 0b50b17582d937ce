// A deadline is a point in time, made once for a request or run and passed to every wait below it, into
// statement_timeout too. It is narrowed on the way down, never widened.
#pragma once

#include <algorithm>
#include <chrono>

namespace switchboard::core {

class deadline {
 public:
  using clock = std::chrono::steady_clock;

  static deadline after(clock::duration d) { return deadline(clock::now() + d); }
  static deadline at(clock::time_point t) { return deadline(t); }

  /// The earlier of this and `d` from now.
  deadline narrowed(clock::duration d) const { return deadline(std::min(when_, clock::now() + d)); }
  clock::time_point when() const noexcept { return when_; }
  /// What is left, never negative.
  clock::duration remaining() const { return std::max(when_ - clock::now(), clock::duration::zero()); }
  bool passed() const { return clock::now() >= when_; }

 private:
  explicit deadline(clock::time_point t) : when_(t) {}
  clock::time_point when_;
};

}  // namespace switchboard::core
