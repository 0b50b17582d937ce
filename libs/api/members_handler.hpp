// Who is in a workspace: members with their roles, and invitations (contract section 4). An invitation's secret is told
// once, to whoever made it, to be handed on as a link; only its hash is kept.
#pragma once

#include "api/call.hpp"
#include "chat/run_service.hpp"
#include "store/workspace_repository.hpp"

namespace switchboard::api {

class members_handler {
 public:
  /// Both must outlive this.
  members_handler(store::workspace_repository& workspaces, chat::run_service& runs)
      : workspaces_(workspaces), runs_(runs) {}

  rt::task<core::result<http::response>> list(call c);         // GET /api/workspaces/{id}/members
  rt::task<core::result<http::response>> invite(call c);       // POST /api/workspaces/{id}/members
  rt::task<core::result<http::response>> change_role(call c);  // PATCH /api/workspaces/{id}/members/{userId}
  rt::task<core::result<http::response>> remove(call c);       // DELETE /api/workspaces/{id}/members/{userId}
  rt::task<core::result<http::response>> invitations(call c);  // GET /api/workspaces/{id}/invitations
  rt::task<core::result<http::response>> revoke(call c);       // DELETE /api/workspaces/{id}/invitations/{invitationId}
  rt::task<core::result<http::response>> accept(call c);       // POST /api/invitations/accept

 private:
  store::workspace_repository& workspaces_;
  chat::run_service& runs_;
};

}  // namespace switchboard::api
