#include "http/server.hpp"

#include "core/log.hpp"
#include "http/listener.hpp"
#include "http/shard.hpp"

#include <utility>
#include <vector>

namespace switchboard::http {
namespace {

// After the cancellation: how long tasks may take to notice, blocking calls on their own deadlines included.
constexpr std::chrono::seconds cancellation_time{5};

}  // namespace

struct server::state {
  state(rt::runtime& r) : runtime(r) {}

  rt::runtime& runtime;
  std::shared_ptr<live_count> live = std::make_shared<live_count>();
  std::vector<std::shared_ptr<shard>> shards;
  std::vector<std::shared_ptr<listener>> listeners;
  bool started = false;
  bool ended = false;
};

server::server(rt::runtime& runtime, const limits& l, const hooks& h) : state_(std::make_shared<state>(runtime)) {
  for (std::size_t i = 0; i < runtime.size(); ++i) {
    state_->shards.push_back(std::make_shared<shard>(runtime.executor(i), l, h, state_->live));
  }
}

server::~server() {
  shutdown(core::deadline::after(std::chrono::seconds(0)));
}

void server::listen(const std::string& host, std::uint16_t port) {
  auto made = std::make_shared<listener>(state_->runtime, state_->shards, host, port);
  state_->listeners.push_back(made);
  if (!std::exchange(state_->started, true)) {
    for (std::size_t i = 0; i < state_->shards.size(); ++i) {
      state_->runtime.on(i, [s = state_->shards[i]] { s->start(); });
    }
  }
  state_->runtime.on(0, [made, s = state_->shards.front()] { s->spawn([made] { return made->run(); }); });
}

std::uint16_t server::port() const noexcept {
  return state_->listeners.empty() ? std::uint16_t{0} : state_->listeners.front()->port();
}

std::size_t server::connections() const noexcept {
  return state_->live->connections();
}

void server::shutdown(core::deadline limit) {
  auto& s = *state_;
  if (std::exchange(s.ended, true) || !s.started || s.runtime.shard(0).stopped()) return;
  for (const auto& l : s.listeners) s.runtime.on(0, [l] { l->close(); });
  for (std::size_t i = 0; i < s.shards.size(); ++i) s.runtime.on(i, [one = s.shards[i]] { one->drain(); });
  s.live->wait_for_no_connections(limit);
  for (std::size_t i = 0; i < s.shards.size(); ++i) s.runtime.on(i, [one = s.shards[i]] { one->cancel(); });
  if (!s.live->wait_for_nothing(core::deadline::after(cancellation_time))) {
    core::log::error("bug", {{"where", "http shutdown"}, {"what", "a task does not end"}});
  }
}

}  // namespace switchboard::http
