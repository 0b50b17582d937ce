// Reads a run's events from a cursor to the end: what is kept first, then the live tail, without gap or double at the
// seam. Used on the connection's shard; the live part crosses to the run's home shard where they differ.
#pragma once

#include "auth/tenant_context.hpp"
#include "chat/event_reader.hpp"
#include "chat/live_run.hpp"
#include "core/result.hpp"
#include "rt/task.hpp"
#include "store/chat_repository.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace switchboard::chat {

class run_reader final : public event_reader {
 public:
  /// `live` may be null: then the run is read from the database alone.
  run_reader(store::chat_repository& kept, auth::tenant_context tenant, core::run_id run,
             std::shared_ptr<live_run> live, std::int64_t after);

  rt::task<core::result<read_step>> next(std::chrono::milliseconds patience) override;
  rt::task<bool> still_visible() override;
  std::int64_t cursor() const noexcept override { return cursor_; }

 private:
  rt::task<core::result<read_step>> next_kept();
  void hand_out(read_step& step, event_ptr e);

  store::chat_repository& kept_;
  auth::tenant_context tenant_;
  core::run_id run_;
  std::shared_ptr<live_run> live_;
  std::int64_t cursor_;       // of the run's own events
  std::int64_t live_cursor_;  // of the conversation's log: past other runs' events too
};

}  // namespace switchboard::chat
