// Hiring, reading, changing and unhiring a workspace's agents (contract section 4, seed 003 "Agent Management").
#pragma once

#include "api/call.hpp"
#include "store/agent_repository.hpp"

namespace switchboard::api {

class agents_handler {
 public:
  explicit agents_handler(store::agent_repository& agents) : agents_(agents) {}

  rt::task<core::result<http::response>> hire(call c);    // POST /api/agents/{id}/hire
  rt::task<core::result<http::response>> unhire(call c);  // DELETE /api/agents/{id}/unhire
  rt::task<core::result<http::response>> read(call c);    // GET /api/local-agents/{id}
  rt::task<core::result<http::response>> change(call c);  // PATCH /api/local-agents/{id}

 private:
  store::agent_repository& agents_;
};

}  // namespace switchboard::api
