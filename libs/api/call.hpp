// One authenticated request on its way through a handler.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "http/response.hpp"
#include "rt/task.hpp"

#include <functional>

namespace switchboard::api {

struct call {
  const http::request& req;
  const auth::tenant_context& tenant;
  core::deadline limit;
};

/// Answers a call; an error becomes a problem body in the pipeline.
using call_handler = std::function<rt::task<core::result<http::response>>(call)>;
/// Answers a request that needs no user (health, metrics, documents).
using open_handler = std::function<rt::task<core::result<http::response>>(const http::request&)>;

}  // namespace switchboard::api
