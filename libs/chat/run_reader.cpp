#include "chat/run_reader.hpp"

#include "chat/event_merge.hpp"
#include "rt/on_shard.hpp"

#include <algorithm>

namespace switchboard::chat {
namespace {
constexpr int page_rows = 500;
constexpr auto page_time = std::chrono::seconds(10);
}  // namespace

run_reader::run_reader(store::chat_repository& kept, auth::tenant_context tenant, core::run_id run,
                       std::shared_ptr<live_run> live, std::int64_t after)
    : kept_(kept),
      tenant_(std::move(tenant)),
      run_(run),
      live_(std::move(live)),
      cursor_(after),
      live_cursor_(live_ ? std::max(after, live_->before_first) : after) {}

void run_reader::hand_out(read_step& step, event_ptr e) {
  cursor_ = std::max(cursor_, e->seq);
  step.ended = step.ended || e->role == event_role::terminal;
  step.events.push_back(std::move(e));
}

rt::task<core::result<read_step>> run_reader::next(std::chrono::milliseconds patience) {
  if (live_) {
    const auto live = live_;
    auto read = [live, this, patience]() -> rt::task<event_batch> {
      // A client may ask for what follows an event that the run never reaches: that ends with the run.
      const auto& log = live->conversation->log;
      const bool over = live->finished && live_cursor_ >= log.last_seq();
      const auto wait = over ? std::chrono::milliseconds(0) : patience;
      auto found = co_await live->conversation->log.after(live_cursor_, run_, wait);
      found.closed = found.closed || over;
      co_return found;
    };
    auto batch = co_await rt::on_shard(live->conversation->home, read);
    if (!batch.behind) {
      read_step step;
      step.ended = batch.closed && batch.events.empty();
      live_cursor_ = batch.cursor;
      for (auto& e : batch.events) hand_out(step, std::move(e));
      co_return step;
    }
    // The events have left memory, so the run is saved: the database has all of it.
    live_.reset();
  }
  co_return co_await next_kept();
}

rt::task<core::result<read_step>> run_reader::next_kept() {
  const auto limit = core::deadline::after(page_time);
  auto rows = co_await kept_.run_events(tenant_, run_, cursor_, page_rows, limit);
  if (!rows) co_return rows.error();
  read_step step;
  for (const auto& row : *rows) {
    published_event e;
    e.seq = row.seq;
    e.run = run_;
    e.type = row.type;
    e.data = unmerge(row, cursor_);
    e.role = row.type == "done" || row.type == "error" ? event_role::terminal : event_role::ordinary;
    hand_out(step, std::make_shared<const published_event>(std::move(e)));
  }
  step.ended = step.ended || rows->empty();
  co_return step;
}

rt::task<bool> run_reader::still_visible() {
  const auto limit = core::deadline::after(page_time);
  const auto row = co_await kept_.find_run(tenant_, run_, limit);
  co_return row || row.error().code != core::errc::not_found;
}

}  // namespace switchboard::chat
