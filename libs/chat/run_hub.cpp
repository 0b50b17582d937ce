#include "chat/run_hub.hpp"

namespace switchboard::chat {

std::size_t run_hub::home_of(core::conversation_id conversation) const {
  // The last bytes of a random UUID are random bits; its hash may not be.
  const auto& b = conversation.value.bytes;
  return (static_cast<std::size_t>(b[14]) << 8 | b[15]) % runtime_.size();
}

core::conversation_id run_hub::new_conversation_on(std::size_t shard) const {
  for (;;) {
    const auto id = core::conversation_id::random();
    if (shard >= runtime_.size() || home_of(id) == shard) return id;
  }
}

std::shared_ptr<live_conversation> run_hub::open(core::conversation_id conversation) {
  const std::lock_guard lock(mutex_);
  auto& known = conversations_[conversation];
  if (auto alive = known.lock()) return alive;
  // The custom deleter forgets the entry, so the map holds living conversations only.
  auto made = std::shared_ptr<live_conversation>(
      new live_conversation(conversation, runtime_.executor(home_of(conversation))), [this](live_conversation* c) {
        {
          const std::lock_guard forget(mutex_);
          const auto it = conversations_.find(c->id);
          if (it != conversations_.end() && it->second.expired()) conversations_.erase(it);
        }
        delete c;
      });
  known = made;
  return made;
}

std::shared_ptr<live_conversation> run_hub::find(core::conversation_id conversation) const {
  const std::lock_guard lock(mutex_);
  const auto it = conversations_.find(conversation);
  return it == conversations_.end() ? nullptr : it->second.lock();
}

std::vector<std::shared_ptr<live_conversation>> run_hub::conversations() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<live_conversation>> out;
  for (const auto& [id, known] : conversations_) {
    if (auto alive = known.lock()) out.push_back(std::move(alive));
  }
  return out;
}

void run_hub::add(const std::shared_ptr<live_run>& run) {
  const std::lock_guard lock(mutex_);
  runs_[run->id] = run;
}

void run_hub::remove(core::run_id run) {
  std::shared_ptr<live_run> last;  // destroyed after the lock: its conversation's deleter takes it too
  const std::lock_guard lock(mutex_);
  const auto it = runs_.find(run);
  if (it == runs_.end()) return;
  last = std::move(it->second);
  runs_.erase(it);
}

std::shared_ptr<live_run> run_hub::find(core::run_id run) const {
  const std::lock_guard lock(mutex_);
  const auto it = runs_.find(run);
  return it == runs_.end() ? nullptr : it->second;
}

std::vector<std::shared_ptr<live_run>> run_hub::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<live_run>> out;
  out.reserve(runs_.size());
  for (const auto& [id, run] : runs_) out.push_back(run);
  return out;
}

}  // namespace switchboard::chat
