// The lists and documents that clients read: agents, conversations, messages, the profile (contract section 4).
#pragma once

#include "api/call.hpp"
#include "store/directory_repository.hpp"

namespace switchboard::api {

class directory_handler {
 public:
  explicit directory_handler(store::directory_repository& directory) : directory_(directory) {}

  rt::task<core::result<http::response>> agents(call c);         // GET /api/agents
  rt::task<core::result<http::response>> conversations(call c);  // GET /api/agent-conversations
  rt::task<core::result<http::response>> messages(call c);       // GET /api/agent-conversations/{id}/messages
  rt::task<core::result<http::response>> me(call c);             // GET /api/me

 private:
  store::directory_repository& directory_;
};

}  // namespace switchboard::api
