#include "auth/jwks_source.hpp"

#include "auth/jwks.hpp"
#include "auth/refetch_limit.hpp"
#include "core/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace switchboard::auth {
namespace {

// A wait that ends when its timer is cancelled on the waiter's own shard.
using waiter = std::shared_ptr<boost::asio::steady_timer>;

rt::task<> wait_for(boost::asio::steady_timer& timer) {
  boost::system::error_code ignored;  // a cancelled coroutine throws at its next wait
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

}  // namespace

struct jwks_source::state {
  state(std::string u, fetch_text f, jwks_options o)
      : url(std::move(u)), fetch(std::move(f)), options(o), limit(o.refetch_burst, o.refetch_every) {}

  const std::string url;
  const fetch_text fetch;
  const jwks_options options;

  std::mutex mutex;  // guards what follows, up to `pause`
  key_set_ptr keys;
  std::string text;  // the document of `keys`
  refetch_limit limit;
  std::optional<boost::asio::any_io_executor> home;  // where the loop runs; nothing while it does not
  bool fetching = false;                             // a fetch is under way, or about to be
  bool wanted = false;                               // the loop was asked to end its pause
  std::vector<waiter> waiters;

  boost::asio::steady_timer* pause = nullptr;  // the loop's; touched on its shard only

  // Joins the wait for the next answer, asking for one where the limit allows it; null when there is none to wait for.
  waiter join(const boost::asio::any_io_executor& executor, core::deadline until, const std::shared_ptr<state>& self) {
    const std::lock_guard lock(mutex);
    if (!home) return nullptr;
    if (!fetching && !wanted) {
      if (!limit.take(core::deadline::clock::now())) return nullptr;
      wanted = true;
      boost::asio::post(*home, [self] {
        if (self->pause != nullptr) self->pause->cancel();
      });
    }
    waiters.push_back(std::make_shared<boost::asio::steady_timer>(executor, until.when()));
    return waiters.back();
  }

  void leave(const waiter& gone) {
    const std::lock_guard lock(mutex);
    std::erase(waiters, gone);
  }

  void begin_loop(boost::asio::any_io_executor where) {
    const std::lock_guard lock(mutex);
    home = std::move(where);
  }

  void begin_fetch() {
    const std::lock_guard lock(mutex);
    fetching = true;
    wanted = false;
  }

  void end_fetch() {
    const std::lock_guard lock(mutex);
    fetching = false;
    wake();
  }

  void end_loop() {
    const std::lock_guard lock(mutex);
    pause = nullptr;
    home.reset();
    fetching = wanted = false;
    wake();
  }

  bool was_asked() {
    const std::lock_guard lock(mutex);
    return wanted;
  }

  // Under the mutex. A waiter that is registered has reached its wait by the time its shard runs the posted cancel.
  void wake() {
    for (auto& each : waiters) boost::asio::post(each->get_executor(), [each] { each->cancel(); });
    waiters.clear();
  }

  key_set_ptr newest() {
    const std::lock_guard lock(mutex);
    return keys;
  }

  // An unchanged document keeps the set, and with it the tokens that were cached under it.
  bool accept(const std::string& document) {
    {
      const std::lock_guard lock(mutex);
      if (keys && document == text) return true;
    }
    auto parsed = parse_jwks(document);
    if (!parsed) {
      complain(parsed.error());
      return false;
    }
    const std::lock_guard lock(mutex);
    keys = std::make_shared<const key_set>(std::move(*parsed));
    text = document;
    core::log::info("jwks_changed", {{"url", url}, {"keys", keys->size()}});
    return true;
  }

  void complain(const core::error& why) {
    core::log::warn("jwks_unavailable", {{"url", url},
                                         {"why", why.detail.empty() ? why.message : why.detail},
                                         {"serving", newest() ? "stale" : "nothing"}});
  }
};

jwks_source::jwks_source(std::string url, fetch_text fetch, jwks_options options)
    : state_(std::make_shared<state>(std::move(url), std::move(fetch), options)) {}
jwks_source::~jwks_source() = default;

key_set_ptr jwks_source::current() {
  return state_->newest();
}

rt::task<key_set_ptr> jwks_source::look_again(core::deadline limit) {
  const auto self = state_;
  const auto executor = co_await boost::asio::this_coro::executor;
  struct membership {
    std::shared_ptr<state> in;
    waiter wait;
    ~membership() {
      if (wait) in->leave(wait);
    }
  };
  const membership member{self, self->join(executor, limit, self)};
  if (member.wait) co_await wait_for(*member.wait);
  co_return self->newest();
}

void jwks_source::start(rt::task_group& group) {
  const auto self = state_;
  self->begin_fetch();
  group.spawn([self] { return run(self); });
}

rt::task<bool> jwks_source::fetch_once(std::shared_ptr<state> self) {
  self->begin_fetch();
  const auto limit = core::deadline::after(self->options.fetch_limit);
  const auto document = co_await self->fetch(self->url, limit);
  bool good = false;
  if (document)
    good = self->accept(*document);
  else
    self->complain(document.error());
  self->end_fetch();
  co_return good;
}

rt::task<> jwks_source::refresh_for_ever(std::shared_ptr<state> self) {
  boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
  self->pause = &pause;
  auto retry = self->options.first_retry;
  for (;;) {
    const bool good = co_await fetch_once(self);
    pause.expires_after(good ? self->options.refresh : retry);
    retry = good ? self->options.first_retry : std::min(retry * 2, self->options.last_retry);
    if (!self->was_asked()) co_await wait_for(pause);
  }
}

rt::task<> jwks_source::run(std::shared_ptr<state> self) {
  self->begin_loop(co_await boost::asio::this_coro::executor);
  try {
    co_await refresh_for_ever(self);
  } catch (...) {  // cancelled by its group
    self->end_loop();
    throw;
  }
}

}  // namespace switchboard::auth
