// Keeps the event store small: at every interval, what has outlived its time is deleted in batches. Several servers may
// do so side by side; the repository sees to it that they do not meet.
//
// Life cycle: construct, spawn run() in a group that is cancelled before the repository goes.
#pragma once

#include "core/result.hpp"
#include "rt/task.hpp"
#include "store/retention_repository.hpp"

#include <chrono>
#include <cstdint>

namespace switchboard::chat {

struct retention_settings {
  std::chrono::seconds keep_events{7 * 86'400};  // after the end of their run
  std::chrono::seconds every{600};
  int batch = 100;  // runs, or keys
};

/// What one sweep deleted.
struct purged {
  std::int64_t runs = 0;
  std::int64_t keys = 0;
};

class retention {
 public:
  retention(store::retention_repository& repository, retention_settings settings)
      : repository_(repository), settings_(settings) {}

  /// Sweeps now and at every interval, until it is cancelled.
  rt::task<> run();
  /// Deletes everything that is old now. On an error the rest waits for the next sweep.
  rt::task<core::result<purged>> sweep();

 private:
  store::retention_repository& repository_;
  const retention_settings settings_;
};

}  // namespace switchboard::chat
