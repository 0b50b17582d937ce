// The end of a run: everything that it leaves behind is committed, then its terminal event becomes visible. When
// Postgres is away the client is told after a while, and saving goes on until it succeeds.
#pragma once

#include "chat/live_run.hpp"
#include "chat/run_settings.hpp"
#include "domain/event.hpp"
#include "domain/run_reducer.hpp"
#include "rt/task.hpp"
#include "store/chat_repository.hpp"

#include <cstdint>
#include <string>

namespace switchboard::chat {

struct run_plan;

class run_saver {
 public:
  run_saver(live_run& run, store::chat_repository& repository, const run_settings& settings)
      : run_(run), repository_(repository), settings_(settings) {}

  rt::task<> save(const run_plan& plan, const domain::run_reducer& reducer, core::message_id answer,
                  domain::event terminal);

 private:
  store::finished_run record(const run_plan& plan, const domain::run_reducer& reducer, core::message_id answer) const;
  rt::task<core::result<void>> try_until(store::finished_run record, const domain::event& terminal,
                                         core::deadline patience);
  rt::task<> keep_trying(store::finished_run record, domain::event terminal);
  rt::task<> abandon(const store::finished_run& record);

  live_run& run_;
  store::chat_repository& repository_;
  const run_settings& settings_;
  std::int64_t terminal_seq_ = 0;
};

}  // namespace switchboard::chat
