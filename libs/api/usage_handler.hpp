// What a workspace has used (contract section 4).
#pragma once

#include "api/call.hpp"
#include "store/usage_repository.hpp"

namespace switchboard::api {

class usage_handler {
 public:
  explicit usage_handler(store::usage_repository& usage) : usage_(usage) {}

  rt::task<core::result<http::response>> read(call c);  // GET /api/workspaces/{id}/usage

 private:
  store::usage_repository& usage_;
};

}  // namespace switchboard::api
