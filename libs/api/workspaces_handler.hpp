// Workspaces: mine, new ones, their names, their end, and their data as a file (contract section 4).
#pragma once

#include "api/call.hpp"
#include "api/stream_limiter.hpp"
#include "chat/run_service.hpp"
#include "store/workspace_repository.hpp"

namespace switchboard::api {

class workspaces_handler {
 public:
  /// All must outlive this.
  workspaces_handler(store::workspace_repository& workspaces, chat::run_service& runs, stream_limiter& streams)
      : workspaces_(workspaces), runs_(runs), streams_(streams) {}

  rt::task<core::result<http::response>> list(call c);          // GET /api/workspaces
  rt::task<core::result<http::response>> create(call c);        // POST /api/workspaces
  rt::task<core::result<http::response>> read(call c);          // GET /api/workspaces/{id}
  rt::task<core::result<http::response>> rename(call c);        // PATCH /api/workspaces/{id}
  rt::task<core::result<http::response>> remove(call c);        // DELETE /api/workspaces/{id}
  rt::task<core::result<http::response>> export_lines(call c);  // GET /api/workspaces/{id}/export

 private:
  store::workspace_repository& workspaces_;
  chat::run_service& runs_;
  stream_limiter& streams_;
};

}  // namespace switchboard::api
