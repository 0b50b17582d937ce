#include "chat/retention.hpp"

#include "core/log.hpp"
#include "rt/timer.hpp"

namespace switchboard::chat {
namespace {
constexpr auto batch_limit = std::chrono::seconds(30);
}  // namespace

rt::task<> retention::run() {
  for (;;) {
    const auto done = co_await sweep();
    if (!done)
      core::log::warn("retention_failed", {{"code", core::name(done.error().code)}, {"detail", done.error().detail}});
    else if (done->runs + done->keys > 0)
      core::log::info("events_purged", {{"runs", done->runs}, {"keys", done->keys}});
    co_await rt::sleep_for(settings_.every);
  }
}

rt::task<core::result<purged>> retention::sweep() {
  purged out;
  for (;;) {
    const auto n =
        co_await repository_.purge_events(settings_.keep_events, settings_.batch, core::deadline::after(batch_limit));
    if (!n) co_return n.error();
    out.runs += *n;
    if (*n < settings_.batch) break;
  }
  for (;;) {
    const auto n = co_await repository_.purge_idempotency_keys(settings_.batch, core::deadline::after(batch_limit));
    if (!n) co_return n.error();
    out.keys += *n;
    if (*n < settings_.batch) break;
  }
  co_return out;
}

}  // namespace switchboard::chat
