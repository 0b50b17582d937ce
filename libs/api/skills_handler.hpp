// Skills of a workspace, and which of its agents have them (contract section 4).
#pragma once

#include "api/call.hpp"
#include "store/skill_repository.hpp"

namespace switchboard::api {

class skills_handler {
 public:
  explicit skills_handler(store::skill_repository& skills) : skills_(skills) {}

  rt::task<core::result<http::response>> list(call c);    // GET /api/agent-skills
  rt::task<core::result<http::response>> create(call c);  // POST /api/agent-skills
  rt::task<core::result<http::response>> read(call c);    // GET /api/agent-skills/{id}
  rt::task<core::result<http::response>> change(call c);  // PATCH /api/agent-skills/{id}
  rt::task<core::result<http::response>> remove(call c);  // DELETE /api/agent-skills/{id}

  rt::task<core::result<http::response>> list_of_agent(call c);  // GET /api/local-agents/{id}/skills
  rt::task<core::result<http::response>> assign(call c);         // POST /api/local-agents/{id}/skills
  rt::task<core::result<http::response>> unassign(call c);       // DELETE /api/local-agents/{id}/skills/{skillId}

 private:
  store::skill_repository& skills_;
};

}  // namespace switchboard::api
