// Rules of catalog agents (contract section 4).
#pragma once

#include "api/call.hpp"
#include "store/rule_repository.hpp"

namespace switchboard::api {

class rules_handler {
 public:
  explicit rules_handler(store::rule_repository& rules) : rules_(rules) {}

  rt::task<core::result<http::response>> list(call c);    // GET /api/agent-rules
  rt::task<core::result<http::response>> create(call c);  // POST /api/agent-rules
  rt::task<core::result<http::response>> read(call c);    // GET /api/agent-rules/{id}
  rt::task<core::result<http::response>> change(call c);  // PATCH /api/agent-rules/{id}
  rt::task<core::result<http::response>> remove(call c);  // DELETE /api/agent-rules/{id}

 private:
  store::rule_repository& rules_;
};

}  // namespace switchboard::api
