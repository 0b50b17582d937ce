// A run's own time. It stands still while the run waits for a person, so that a slow answer is no slow agent. Lives on
// the run's shard.
#pragma once

#include "core/deadline.hpp"

#include <algorithm>
#include <chrono>

namespace switchboard::chat {

class run_clock {
 public:
  using clock = core::deadline::clock;

  explicit run_clock(clock::duration limit) : left_(limit) {}
  run_clock(const run_clock&) = delete;
  run_clock& operator=(const run_clock&) = delete;

  /// When the time is up, as things stand; while the clock stands still, from now on.
  core::deadline limit() const { return core::deadline::at((pauses_ > 0 ? clock::now() : since_) + left_); }
  bool passed() const { return pauses_ == 0 && limit().passed(); }

  /// Stops the clock for as long as it lives. Several may live at once.
  class pause {
   public:
    explicit pause(run_clock& c) : clock_(c) {
      if (clock_.pauses_++ == 0)
        clock_.left_ = std::max(clock_.limit_running() - clock::now(), clock::duration::zero());
    }
    pause(const pause&) = delete;
    pause& operator=(const pause&) = delete;
    ~pause() {
      if (--clock_.pauses_ == 0) clock_.since_ = clock::now();
    }

   private:
    run_clock& clock_;
  };

 private:
  clock::time_point limit_running() const { return since_ + left_; }

  clock::duration left_;  // as of since_
  clock::time_point since_ = clock::now();
  int pauses_ = 0;
};

}  // namespace switchboard::chat
