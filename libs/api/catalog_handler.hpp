// The catalog as platform admins manage it: agents with versions and publishing, and departments (contract section 4).
#pragma once

#include "api/call.hpp"
#include "store/catalog_repository.hpp"

namespace switchboard::api {

class catalog_handler {
 public:
  explicit catalog_handler(store::catalog_repository& catalog) : catalog_(catalog) {}

  rt::task<core::result<http::response>> list(call c);      // GET /api/admin/ai-agents
  rt::task<core::result<http::response>> create(call c);    // POST /api/admin/ai-agents
  rt::task<core::result<http::response>> read(call c);      // GET /api/admin/ai-agents/{id}
  rt::task<core::result<http::response>> change(call c);    // PATCH /api/admin/ai-agents/{id}
  rt::task<core::result<http::response>> remove(call c);    // DELETE /api/admin/ai-agents/{id}
  rt::task<core::result<http::response>> versions(call c);  // GET /api/admin/ai-agents/{id}/versions
  rt::task<core::result<http::response>> publish(call c);   // POST /api/admin/ai-agents/{id}/publish

  rt::task<core::result<http::response>> departments(call c);        // GET /api/departments
  rt::task<core::result<http::response>> create_department(call c);  // POST /api/admin/departments
  rt::task<core::result<http::response>> change_department(call c);  // PATCH /api/admin/departments/{id}
  rt::task<core::result<http::response>> remove_department(call c);  // DELETE /api/admin/departments/{id}

 private:
  store::catalog_repository& catalog_;
};

}  // namespace switchboard::api
