// Which runs and conversations live in this process, found from any shard. The one structure of the chat layer that
// shards share; it hands out shared pointers and decides nothing.
#pragma once

#include "chat/live_run.hpp"
#include "rt/runtime.hpp"

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace switchboard::chat {

class run_hub {
 public:
  explicit run_hub(rt::runtime& runtime) : runtime_(runtime) {}

  /// The shard on which a conversation's runs and its CLI process live.
  std::size_t home_of(core::conversation_id conversation) const;
  /// A new conversation's id whose home is `shard`, so that a new chat stays on its connection's thread.
  core::conversation_id new_conversation_on(std::size_t shard) const;

  /// The living conversation of that id, made if there is none.
  std::shared_ptr<live_conversation> open(core::conversation_id conversation);
  /// Null where it does not live here.
  std::shared_ptr<live_conversation> find(core::conversation_id conversation) const;

  std::vector<std::shared_ptr<live_conversation>> conversations() const;

  void add(const std::shared_ptr<live_run>& run);
  void remove(core::run_id run);
  std::shared_ptr<live_run> find(core::run_id run) const;
  std::vector<std::shared_ptr<live_run>> all() const;

 private:
  rt::runtime& runtime_;
  mutable std::mutex mutex_;
  std::unordered_map<core::conversation_id, std::weak_ptr<live_conversation>> conversations_;
  std::unordered_map<core::run_id, std::shared_ptr<live_run>> runs_;
};

}  // namespace switchboard::chat
