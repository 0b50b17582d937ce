#include "server/webhook_senders.hpp"

namespace switchboard::server {
namespace {

core::result<api::webhook_sender> make_sender(const core::settings& s, const core::secret_string& secrets,
                                              std::string_view issuer, const std::string& setting) {
  auto verifier = auth::webhook_verifier::make(secrets);
  if (!verifier) return core::make_field_error(setting, verifier.error().fields.front().message);
  api::webhook_sender out{std::move(*verifier), {}};
  for (const auto& i : s.issuers) {
    if (i.name == issuer) out.issuer = i.iss;
  }
  if (out.verifier.configured() && out.issuer.empty()) {
    return core::make_field_error(setting, "needs an issuer named " + std::string(issuer));
  }
  return out;
}

}  // namespace

core::result<webhook_senders> make_webhook_senders(const core::settings& s) {
  auto clerk = make_sender(s, s.clerk_webhook_secret, "clerk", "clerkWebhookSecret");
  if (!clerk) return clerk.error();
  auto supabase = make_sender(s, s.supabase_webhook_secret, "supabase", "supabaseWebhookSecret");
  if (!supabase) return supabase.error();
  return webhook_senders{std::move(*clerk), std::move(*supabase)};
}

}  // namespace switchboard::server
