// Whose webhooks are accepted, from the settings.
#pragma once

#include "api/webhooks_handler.hpp"
#include "core/config.hpp"

namespace switchboard::server {

struct webhook_senders {
  api::webhook_sender clerk;
  api::webhook_sender supabase;
};

/// `invalid_field` for a secret that is none, or one whose users' issuer is not configured.
core::result<webhook_senders> make_webhook_senders(const core::settings& s);

}  // namespace switchboard::server
