#include "api/webhooks_handler.hpp"

#include "core/log.hpp"

namespace switchboard::api {
namespace {

// Clerk sends svix's names, Supabase those of the standard; they mean the same.
auth::webhook_headers headers_of(const http::request& req) {
  const auto either = [&](std::string_view standard, std::string_view svix) {
    const auto found = req.headers.find(standard);
    return found ? *found : req.headers.find(svix).value_or("");
  };
  return {either("webhook-id", "svix-id"), either("webhook-timestamp", "svix-timestamp"),
          either("webhook-signature", "svix-signature")};
}

http::response answer(std::string_view status) {
  return http::response::json(200, "{\"status\":\"" + std::string(status) + "\"}");
}

}  // namespace

rt::task<core::result<http::response>> webhooks_handler::clerk(const http::request& req) {
  return receive(req, clerk_, "clerk", auth::read_clerk_event);
}

rt::task<core::result<http::response>> webhooks_handler::supabase(const http::request& req) {
  return receive(req, supabase_, "supabase", auth::read_supabase_event);
}

rt::task<core::result<http::response>> webhooks_handler::receive(const http::request& req, const webhook_sender& sender,
                                                                 std::string source, event_reader read) {
  if (!sender.verifier.configured()) co_return core::make_error(core::errc::not_found);
  const auto headers = headers_of(req);
  const auto genuine = sender.verifier.verify(headers, req.body, std::chrono::system_clock::now());
  if (!genuine) co_return genuine.error();
  auto event = read(req.body);
  if (!event) co_return event.error();
  if (!*event) co_return answer("ignored");
  auto& user = **event;
  user.issuer = sender.issuer;
  const auto subject = user.subject;
  // A sender that does not say when it became so means: when this was sent.
  if (user.at.empty()) user.at = std::string(headers.timestamp) + "000";
  auto delivery = std::string(headers.id);
  const auto outcome = co_await identities_.apply(source, std::move(delivery), std::move(user), req.limit);
  if (!outcome) co_return outcome.error();
  if (*outcome == store::user_event_outcome::replayed) {
    co_return core::make_error(core::errc::conflict, "This delivery has been received already.");
  }
  who_.forget(sender.issuer, subject);
  const bool applied = *outcome == store::user_event_outcome::applied;
  core::log::info("user_event", {{"requestId", req.id}, {"source", source}, {"applied", applied}});
  co_return answer(applied ? "applied" : "stale");
}

}  // namespace switchboard::api
