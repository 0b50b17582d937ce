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
  if (slots_.empty()) floor_ = std::max(floor_, last_seq);
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
  slots_.push_back(make(last_seq() + 1, run, e));
  const auto size = slots_.back()->data.size();
  bytes_ += size;
  wake();
  return size;
}

std::int64_t conversation_log::reserve() {
  slots_.emplace_back();
  return last_seq();
}

void conversation_log::fill(std::int64_t seq, core::run_id run, const domain::event& e) {
  auto& slot = slots_.at(static_cast<std::size_t>(seq - floor_ - 1));
  if (slot) throw std::logic_error("an event's number was filled twice");
  slot = make(seq, run, e);
  bytes_ += slot->data.size();
  wake();
}

void conversation_log::close() {
  closed_ = true;
  wake();
}

void conversation_log::trim(std::int64_t saved, std::size_t keep_bytes) {
  while (!slots_.empty() && slots_.front() && floor_ < saved && bytes_ > keep_bytes) {
    bytes_ -= slots_.front()->data.size();
    slots_.pop_front();
    ++floor_;
  }
}

std::vector<event_ptr> conversation_log::of_run(core::run_id run) const {
  std::vector<event_ptr> out;
  for (const auto& e : slots_) {
    if (e && e->run == run) out.push_back(e);
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
  for (auto i = static_cast<std::size_t>(cursor - floor_); i < slots_.size(); ++i) {
    const auto& e = slots_[i];
    if (!e || out.events.size() == max_batch) break;
    out.cursor = e->seq;
    if (!run || e->run == *run) out.events.push_back(e);
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
