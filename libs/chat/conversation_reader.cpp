#include "chat/conversation_reader.hpp"

#include "chat/event_merge.hpp"
#include "rt/on_shard.hpp"

#include <algorithm>

namespace switchboard::chat {
namespace {
constexpr int page_rows = 500;
constexpr auto page_time = std::chrono::seconds(10);
}  // namespace

conversation_reader::conversation_reader(store::chat_repository& kept, auth::tenant_context tenant,
                                         std::shared_ptr<live_conversation> live, std::int64_t after)
    : kept_(kept), tenant_(std::move(tenant)), live_(std::move(live)), cursor_(after) {}

rt::task<core::result<read_step>> conversation_reader::next(std::chrono::milliseconds patience) {
  std::int64_t floor = 0;
  auto read = [&] {
    floor = live_->log.floor();
    return live_->log.after(cursor_, std::nullopt, patience);
  };
  auto batch = co_await rt::on_shard(live_->home, read);
  read_step step;
  if (!batch.behind) {
    cursor_ = batch.cursor;
    step.ended = batch.closed;
    step.events = std::move(batch.events);
    co_return step;
  }
  const auto limit = core::deadline::after(page_time);
  const auto rows = co_await kept_.conversation_events(tenant_, live_->id, cursor_, page_rows, limit);
  if (!rows) co_return rows.error();
  // What lies beyond the floor is in memory, where it has its place among events that are not kept yet.
  bool reached = rows->empty();
  for (const auto& row : *rows) {
    reached = reached || row.seq > floor;
    auto part = unmerge_until(row, cursor_, floor);
    if (!part) continue;
    published_event e;
    e.seq = part->seq;
    e.type = std::move(part->type);
    e.data = std::move(part->data);
    cursor_ = std::max(cursor_, e.seq);
    step.events.push_back(std::make_shared<const published_event>(std::move(e)));
  }
  // Numbers whose events were never kept (a run that died with its server) are stepped over.
  if (reached) cursor_ = std::max(cursor_, floor);
  co_return step;
}

rt::task<bool> conversation_reader::still_visible() {
  const auto limit = core::deadline::after(page_time);
  const auto row = co_await kept_.find_conversation(tenant_, live_->id, limit);
  co_return row || row.error().code != core::errc::not_found;
}

}  // namespace switchboard::chat
