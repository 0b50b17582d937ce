// Reads a conversation's events over all its runs, past and future: what is kept first, then the live tail.
#pragma once

#include "auth/tenant_context.hpp"
#include "chat/event_reader.hpp"
#include "chat/live_run.hpp"
#include "store/chat_repository.hpp"

#include <memory>

namespace switchboard::chat {

class conversation_reader final : public event_reader {
 public:
  /// `live` is held while reading, so that a run that begins meanwhile is heard.
  conversation_reader(store::chat_repository& kept, auth::tenant_context tenant,
                      std::shared_ptr<live_conversation> live, std::int64_t after);

  rt::task<core::result<read_step>> next(std::chrono::milliseconds patience) override;
  rt::task<bool> still_visible() override;
  std::int64_t cursor() const noexcept override { return cursor_; }

 private:
  store::chat_repository& kept_;
  auth::tenant_context tenant_;
  std::shared_ptr<live_conversation> live_;
  std::int64_t cursor_;
};

}  // namespace switchboard::chat
