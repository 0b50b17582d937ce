// An agent's memories by path (contract section 4).
#pragma once

#include "api/call.hpp"
#include "store/memory_repository.hpp"

namespace switchboard::api {

class memories_handler {
 public:
  explicit memories_handler(store::memory_repository& memories) : memories_(memories) {}

  rt::task<core::result<http::response>> read(call c);    // GET /api/agent-memories: one with `path`, else a list
  rt::task<core::result<http::response>> write(call c);   // PUT /api/agent-memories
  rt::task<core::result<http::response>> remove(call c);  // DELETE /api/agent-memories

 private:
  store::memory_repository& memories_;
};

}  // namespace switchboard::api
