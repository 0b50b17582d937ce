// Deleting what is kept for a time only. Of every tenant, in batches, by whichever server comes first.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <cstdint>

namespace switchboard::store {

class retention_repository {
 public:
  virtual ~retention_repository() = default;

  /// Deletes the events of at most `runs` runs that ended longer ago than `keep`, oldest first; says of how many runs.
  /// 0 too while another server is at it. Never of a run that has not ended.
  virtual rt::task<core::result<std::int64_t>> purge_events(std::chrono::seconds keep, int runs,
                                                            core::deadline limit) = 0;
  /// Deletes at most `rows` expired idempotency keys; says how many.
  virtual rt::task<core::result<std::int64_t>> purge_idempotency_keys(int rows, core::deadline limit) = 0;
};

}  // namespace switchboard::store
