#include "chat/conversation_log.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <stdexcept>

namespace switchboard::chat {
namespace {
constexpr std::size_t max_batch = 1024;
}  // namespace

// Registers itself while it waits, so that a cancelled reader leaves nothing behind.
struct conversation_log::waiter {
  explicit waiter(conversation_log& l) : log(l), timer(l.executor_), place(l.waiters_.insert(l.waiters_.end(), this)) {}
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;
  ~waiter() { log.waiters_.erase(place); }

  conversation_log& log;
  boost::asio::steady_timer timer;
  std::list<waiter*>::iterator place;
};

conversation_log::conversation_log(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
conversation_log::~conversation_log() = default;

void conversation_log::continue_after(std::int64_t last_seq) {
  if (!slots_.empty()) return;
  floor_ = std::max(floor_, last_seq);
  numbers_.skip_to(last_seq);
}

event_ptr conversation_log::make(std::int64_t seq, core::run_id run, const domain::event& e) {
  published_event out;
  out.seq = seq;
  out.run = run;
  out.type = domain::type_name(e);
  out.data = domain::to_json(e, seq);
  out.role = domain::is_terminal(e) ? event_role::terminal : event_role::ordinary;
  return std::make_shared<const published_event>(std::move(out));
}

std::size_t conversation_log::append(core::run_id run, const domain::event& e) {
  const auto seq = numbers_.take();
  slots_.push_back({seq, make(seq, run, e)});
  const auto size = slots_.back().event->data.size();
  bytes_ += size;
  wake();
  return size;
}

std::int64_t conversation_log::reserve() {
  slots_.push_back({numbers_.take(), nullptr});
  return last_seq();
}

void conversation_log::fill(std::int64_t seq, core::run_id run, const domain::event& e) {
  const auto found = std::ranges::lower_bound(slots_, seq, {}, &slot::seq);
  if (found == slots_.end() || found->seq != seq || found->event)
    throw std::logic_error("an event's number was filled without being reserved");
  found->event = make(seq, run, e);
  bytes_ += found->event->data.size();
  wake();
}

void conversation_log::close() {
  closed_ = true;
  wake();
}

void conversation_log::trim(std::int64_t saved, std::size_t keep_bytes) {
  while (!slots_.empty() && slots_.front().event && slots_.front().seq <= saved && bytes_ > keep_bytes) {
    bytes_ -= slots_.front().event->data.size();
    floor_ = slots_.front().seq;
    slots_.pop_front();
  }
}

std::vector<event_ptr> conversation_log::of_run(core::run_id run) const {
  std::vector<event_ptr> out;
  for (const auto& s : slots_) {
    if (s.event && s.event->run == run) out.push_back(s.event);
  }
  return out;
}

void conversation_log::wake() {
  for (auto* w : waiters_) w->timer.cancel();
}

event_batch conversation_log::available(std::int64_t cursor, const std::optional<core::run_id>& run) const {
  event_batch out;
  out.cursor = cursor;
  out.closed = closed_;
  out.behind = cursor < floor_;
  if (out.behind) return out;
  for (auto i = std::ranges::upper_bound(slots_, cursor, {}, &slot::seq); i != slots_.end(); ++i) {
    if (!i->event || out.events.size() == max_batch) break;
    out.cursor = i->seq;
    if (!run || i->event->run == *run) out.events.push_back(i->event);
  }
  return out;
}

rt::task<event_batch> conversation_log::after(std::int64_t cursor, std::optional<core::run_id> run,
                                              std::chrono::milliseconds patience) {
  auto out = available(cursor, run);
  const auto until = std::chrono::steady_clock::now() + patience;
  while (out.events.empty() && !out.behind && !out.closed && std::chrono::steady_clock::now() < until) {
    waiter w(*this);
    w.timer.expires_at(until);
    boost::system::error_code ignored;
    co_await w.timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    out = available(out.cursor, run);
  }
  co_return out;
}

}  // namespace switchboard::chat
