#include "agent/session_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <utility>

namespace switchboard::agent {

session_pool::session_pool(rt::runtime& runtime, session_factory& factory, pool_settings settings)
    : runtime_(runtime),
      factory_(factory),
      slots_(std::make_shared<process_slots>(settings.max_live, settings.max_waiting)) {
  for (std::size_t i = 0; i < runtime_.size(); ++i) {
    shards_.push_back(std::make_shared<shard_sessions>(runtime_.executor(i), slots_, factory, settings));
    shards_.back()->start();
  }
}

session_pool::~session_pool() = default;

shard_sessions& session_pool::here() const {
  return *shards_.at(runtime_.current());
}

rt::task<core::result<session_lease>> session_pool::acquire(core::conversation_id conversation, session_spec spec,
                                                            core::deadline limit, admission who) {
  return here().acquire(conversation, std::move(spec), limit, std::move(who));
}

core::result<session_lease> session_pool::adopt(core::conversation_id conversation, left_host left, adopted_turn turn) {
  return here().adopt(conversation, std::move(left), std::move(turn));
}

bool session_pool::is_live(const core::conversation_id& conversation) const {
  return here().is_live(conversation);
}

void session_pool::forget(const core::conversation_id& conversation) {
  here().forget(conversation);
}

core::result<void> session_pool::ready() const {
  return factory_.ready();
}

std::size_t session_pool::live() const {
  return slots_->in_use();
}

std::size_t session_pool::idle() const {
  std::size_t sum = 0;
  for (const auto& shard : shards_) sum += shard->idle();
  return sum;
}

void session_pool::shutdown(core::deadline limit) {
  std::vector<std::future<void>> ended;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    ended.push_back(boost::asio::co_spawn(runtime_.executor(i), shards_[i]->close_all(limit), boost::asio::use_future));
  }
  for (auto& shard : ended) shard.wait();
}

}  // namespace switchboard::agent
