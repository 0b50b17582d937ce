#include "agent/shard_sessions.hpp"

#include "agent/left_host.hpp"
#include "rt/timer.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace switchboard::agent {
namespace {

constexpr std::chrono::milliseconds shortest_sweep{20};
constexpr std::chrono::milliseconds longest_sweep{1000};

// Whether a process started for `a` can serve a turn that wants `b`. Which session it holds is another question.
bool same_start(session_spec a, const session_spec& b) {
  a.resume_session_id = b.resume_session_id;
  a.new_session_id = b.new_session_id;
  a.stored_transcript = b.stored_transcript;
  return a == b;
}

}  // namespace

session_lease& session_lease::operator=(session_lease&& other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(conversation_, other.conversation_);
  std::swap(live_, other.live_);
  return *this;
}

session_lease::~session_lease() {
  if (owner_) owner_->release(conversation_);
}

// An entry that is opening; it goes again unless the opening succeeds.
class shard_sessions::reservation {
 public:
  reservation(std::shared_ptr<shard_sessions> owner, const core::conversation_id& conversation)
      : owner_(std::move(owner)), conversation_(conversation), entry_(std::make_shared<entry>()) {
    owner_->entries_.emplace(conversation_, entry_);
  }
  reservation(const reservation&) = delete;
  reservation& operator=(const reservation&) = delete;
  ~reservation() {
    if (entry_) owner_->drop(conversation_);
  }
  entry& get() const noexcept { return *entry_; }
  void keep() noexcept { entry_.reset(); }

 private:
  std::shared_ptr<shard_sessions> owner_;
  core::conversation_id conversation_;
  std::shared_ptr<entry> entry_;
};

shard_sessions::shard_sessions(const boost::asio::any_io_executor& executor, std::shared_ptr<process_slots> slots,
                               session_factory& factory, pool_settings settings)
    : executor_(executor),
      slots_(std::move(slots)),
      factory_(factory),
      settings_(settings),
      changed_(executor),
      sweeper_(executor),
      closers_(executor) {}

void shard_sessions::start() {
  const std::weak_ptr<shard_sessions> weak = weak_from_this();
  shard_ = slots_->add_shard([weak, executor = executor_] {
    boost::asio::post(executor, [weak] {
      if (const auto self = weak.lock()) self->evict_longest_idle();
    });
  });
  const auto interval = std::clamp(settings_.idle / 4, shortest_sweep, longest_sweep);
  sweeper_.spawn([weak, interval]() -> rt::task<> {
    for (;;) {
      co_await rt::sleep_for(interval);
      const auto self = weak.lock();
      if (!self) co_return;
      self->sweep();
    }
  });
}

rt::task<core::result<session_lease>> shard_sessions::acquire(core::conversation_id conversation, session_spec spec,
                                                              core::deadline limit, admission who) {
  const auto self = shared_from_this();
  for (;;) {
    if (closing_) co_return core::make_error(core::errc::shutting_down);
    const auto it = entries_.find(conversation);
    if (it == entries_.end()) break;
    auto& e = *it->second;
    if (e.now == phase::opening || e.now == phase::leased) {
      co_return core::make_internal(core::errc::conflict, "the conversation's session is in use");
    }
    if (e.now == phase::idle && e.live->alive() && same_start(e.spec, spec) &&
        spec.resume_session_id == e.live->session_id()) {
      e.now = phase::leased;
      note_idle();
      co_return session_lease(self, conversation, e.live.get());
    }
    // Two processes must never write one transcript: the old one ends first.
    if (e.now == phase::idle) begin_close(conversation);
    if (limit.passed()) co_return core::make_internal(core::errc::agent_unavailable, "the old session does not end");
    co_await changed_.wait(limit);
  }
  co_return co_await open(conversation, std::move(spec), limit, std::move(who));
}

rt::task<core::result<session_lease>> shard_sessions::open(core::conversation_id conversation, session_spec spec,
                                                           core::deadline limit, admission who) {
  const auto self = shared_from_this();
  reservation place(self, conversation);
  auto slot = co_await slots_->take(who, limit);
  if (!slot) co_return slot.error();
  if (who.told) who.told(0);
  place.get().slot = std::move(*slot);
  place.get().spec = spec;
  auto opened = co_await factory_.open(std::move(spec), limit.narrowed(settings_.start));
  if (!opened) co_return opened.error();
  auto& e = place.get();
  e.live = std::move(*opened);
  e.now = phase::leased;
  place.keep();
  co_return session_lease(self, conversation, e.live.get());
}

core::result<session_lease> shard_sessions::adopt(core::conversation_id conversation, left_host left,
                                                  adopted_turn turn) {
  if (entries_.contains(conversation)) return core::make_internal(core::errc::conflict, "the session is there already");
  auto adopted = std::make_shared<entry>();
  adopted->slot = slots_->take_always();
  adopted->live = factory_.adopt(executor_, std::move(left), std::move(turn));
  adopted->now = phase::leased;
  auto* live = adopted->live.get();
  entries_.emplace(conversation, std::move(adopted));
  return session_lease(shared_from_this(), conversation, live);
}

bool shard_sessions::is_live(const core::conversation_id& conversation) const {
  const auto it = entries_.find(conversation);
  if (it == entries_.end() || !it->second->live || it->second->now == phase::closing) return false;
  return it->second->live->alive();
}

void shard_sessions::forget(const core::conversation_id& conversation) {
  const auto it = entries_.find(conversation);
  if (it != entries_.end() && it->second->now == phase::idle) begin_close(conversation);
}

rt::task<> shard_sessions::close_all(core::deadline limit) {
  const auto self = shared_from_this();
  closing_ = true;
  sweep();
  while (!entries_.empty() && !limit.passed()) co_await changed_.wait(limit);
  sweeper_.cancel();
  co_await sweeper_.join();
  co_await closers_.join();
}

void shard_sessions::release(const core::conversation_id& conversation) {
  auto& e = *entries_.at(conversation);
  const bool reusable = e.live->alive() && !e.live->in_turn();
  if (!reusable || closing_ || slots_->waiting() > 0) return begin_close(conversation);
  e.now = phase::idle;
  e.idle_since = clock::now();
  note_idle();
}

void shard_sessions::begin_close(const core::conversation_id& conversation) {
  const auto closing = entries_.at(conversation);
  closing->now = phase::closing;
  note_idle();
  closers_.spawn([self = shared_from_this(), conversation, closing] { return self->close_one(conversation, closing); });
}

rt::task<> shard_sessions::close_one(core::conversation_id conversation, std::shared_ptr<entry> closing) {
  co_await closing->live->close(core::deadline::after(settings_.close_grace));
  closing->live.reset();
  drop(conversation);
}

void shard_sessions::evict_longest_idle() {
  const core::conversation_id* oldest = nullptr;
  for (const auto& [conversation, e] : entries_) {
    if (e->now != phase::idle) continue;
    if (oldest == nullptr || e->idle_since < entries_.at(*oldest)->idle_since) oldest = &conversation;
  }
  if (oldest != nullptr) return begin_close(core::conversation_id(*oldest));
  slots_->evict_for_waiters();
}

// Ends idle sessions that nobody came back for, and those whose process has died meanwhile.
void shard_sessions::sweep() {
  std::vector<core::conversation_id> over;
  const auto now = clock::now();
  for (const auto& [conversation, e] : entries_) {
    if (e->now != phase::idle) continue;
    if (closing_ || !e->live->alive() || now - e->idle_since >= settings_.idle) over.push_back(conversation);
  }
  for (const auto& conversation : over) begin_close(conversation);
}

void shard_sessions::drop(const core::conversation_id& conversation) {
  entries_.erase(conversation);
  changed_.notify();
}

void shard_sessions::note_idle() {
  std::optional<clock::time_point> since;
  std::size_t count = 0;
  for (const auto& [conversation, e] : entries_) {
    if (e->now != phase::idle) continue;
    ++count;
    if (!since || e->idle_since < *since) since = e->idle_since;
  }
  idle_count_ = count;
  slots_->set_idle(shard_, since);
}

}  // namespace switchboard::agent
