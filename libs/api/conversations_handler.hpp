// Conversations as a user's documents (contract section 4, seed 003 "Conversations").
#pragma once

#include "api/call.hpp"
#include "chat/run_service.hpp"
#include "store/conversation_repository.hpp"

namespace switchboard::api {

class conversations_handler {
 public:
  conversations_handler(store::conversation_repository& conversations, chat::run_service& runs)
      : conversations_(conversations), runs_(runs) {}

  rt::task<core::result<http::response>> create(call c);        // POST /api/agent-conversations
  rt::task<core::result<http::response>> read(call c);          // GET /api/agent-conversations/{id}
  rt::task<core::result<http::response>> rename(call c);        // PATCH /api/agent-conversations/{id}
  rt::task<core::result<http::response>> remove(call c);        // DELETE /api/agent-conversations/{id}
  rt::task<core::result<http::response>> add_messages(call c);  // POST /api/agent-conversations/{id}/messages

 private:
  store::conversation_repository& conversations_;
  chat::run_service& runs_;
};

}  // namespace switchboard::api
