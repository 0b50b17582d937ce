// What Clerk and Supabase tell about their users (contract section 4): verified by signature over the raw body, applied
// once, and then forgotten by the caches, so that a disabled user is out at once.
#pragma once

#include "auth/authenticator.hpp"
#include "auth/user_event.hpp"
#include "auth/webhook_verifier.hpp"
#include "core/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "rt/task.hpp"
#include "store/identity_repository.hpp"

#include <string>

namespace switchboard::api {

/// One sender: whose users they are, and the secrets that it signs with.
struct webhook_sender {
  auth::webhook_verifier verifier;
  std::string issuer;  // `iss` of its users' tokens
};

class webhooks_handler {
 public:
  /// `identities` and `who` must outlive this. A sender without a secret answers `not_found`.
  webhooks_handler(store::identity_repository& identities, auth::authenticator& who, webhook_sender clerk,
                   webhook_sender supabase)
      : identities_(identities), who_(who), clerk_(std::move(clerk)), supabase_(std::move(supabase)) {}

  rt::task<core::result<http::response>> clerk(const http::request& req);     // POST /api/webhooks/clerk
  rt::task<core::result<http::response>> supabase(const http::request& req);  // POST /api/webhooks/supabase

 private:
  using event_reader = core::result<std::optional<auth::user_event>> (*)(std::string_view);
  rt::task<core::result<http::response>> receive(const http::request& req, const webhook_sender& sender,
                                                 std::string source, event_reader read);

  store::identity_repository& identities_;
  auth::authenticator& who_;
  webhook_sender clerk_;
  webhook_sender supabase_;
};

}  // namespace switchboard::api
