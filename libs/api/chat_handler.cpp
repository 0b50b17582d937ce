#include "api/chat_handler.hpp"

#include "api/body_reader.hpp"
#include "api/event_stream.hpp"
#include "api/query_reader.hpp"

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include <algorithm>

namespace switchboard::api {
namespace {

constexpr std::size_t max_message_characters = 100'000;
constexpr std::size_t max_key_bytes = 255;

core::result<std::optional<store::idempotency>> idempotency_of(const http::request& req) {
  const auto key = req.headers.find("idempotency-key");
  if (!key) return std::optional<store::idempotency>();
  const bool printable = std::all_of(key->begin(), key->end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (key->empty() || key->size() > max_key_bytes || !printable) {
    return core::make_field_error("Idempotency-Key", "must have 1 to 255 printable ASCII characters");
  }
  store::idempotency out;
  out.key = std::string(*key);
  ::SHA256(reinterpret_cast<const unsigned char*>(req.body.data()), req.body.size(), out.body_hash.data());
  return std::optional(out);
}

core::result<chat::start_request> read_start(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  chat::start_request out;
  body_reader fields(*body);
  out.message = fields.text("message", 1, max_message_characters);
  out.agent = fields.id<core::agent_id>("agentId");
  out.workspace = fields.id<core::workspace_id>("workspaceId");
  out.conversation = fields.optional_id<core::conversation_id>("conversationId");
  const auto busy = fields.word("onBusy", {"reject", "queue", "interrupt"}, "reject");
  if (auto ok = fields.finish(); !ok) return ok.error();
  out.busy = busy == "queue"       ? chat::on_busy::queue
             : busy == "interrupt" ? chat::on_busy::interrupt
                                   : chat::on_busy::reject;
  auto key = idempotency_of(req);
  if (!key) return key.error();
  out.key = *key;
  out.request_id = req.id;
  return out;
}

bool accepts(const http::request& req, std::string_view type) {
  const auto accept = req.headers.find("accept");
  if (!accept || accept->empty()) return true;
  const auto family = std::string(type.substr(0, type.find('/'))) + "/*";
  return accept->find("*/*") != std::string_view::npos || accept->find(type) != std::string_view::npos ||
         accept->find(family) != std::string_view::npos;
}

// What a reconnecting EventSource says wins over the address that it was opened with.
core::result<std::int64_t> cursor_of(const http::request& req) {
  query_reader query(req);
  const auto after = query.integer("after", 0, INT64_MAX, 0);
  if (auto ok = query.finish(); !ok) return ok.error();
  const auto last = req.headers.find("last-event-id");
  if (!last || last->empty()) return after;
  const auto digits = std::all_of(last->begin(), last->end(), [](char d) { return d >= '0' && d <= '9'; });
  if (!digits || last->size() > 18) return core::make_field_error("Last-Event-ID", "must be an event's number");
  return std::stoll(std::string(*last));
}

core::result<core::run_id> run_of(const call& c) {
  const auto id = core::run_id::parse(c.req.param("runId"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

}  // namespace

rt::task<core::result<http::response>> chat_handler::chat(call c) {
  if (!accepts(c.req, "text/event-stream")) co_return core::make_error(core::errc::not_acceptable);
  auto request = read_start(c.req);
  if (!request) co_return request.error();
  if (auto allowed = co_await limits_.take(c.tenant, request->workspace, c.limit); !allowed) co_return allowed.error();
  auto place = streams_.enter(c.tenant.user_id().str());
  if (!place) co_return place.error();
  auto tenant = c.tenant;
  auto started = co_await runs_.start(std::move(tenant), std::move(*request), c.limit);
  if (!started) co_return started.error();
  auto reader = std::make_unique<chat::run_reader>(std::move(started->reader));
  auto out = event_stream(std::move(reader), frame_style::bare, std::move(*place), settings_);
  if (started->replayed) out.headers.add("Idempotency-Replayed", "true");
  co_return out;
}

rt::task<core::result<http::response>> chat_handler::events(call c) {
  const auto run = run_of(c);
  if (!run) co_return run.error();
  const auto after = cursor_of(c.req);
  if (!after) co_return after.error();
  auto tenant = c.tenant;
  auto reader = co_await runs_.read(std::move(tenant), *run, *after, c.limit);
  if (!reader) co_return reader.error();
  auto owned = std::make_unique<chat::run_reader>(std::move(*reader));
  co_return co_await answer(c, std::move(owned));
}

rt::task<core::result<http::response>> chat_handler::conversation_events(call c) {
  const auto conversation = core::conversation_id::parse(c.req.param("id"));
  if (!conversation) co_return core::make_error(core::errc::not_found);
  const auto after = cursor_of(c.req);
  if (!after) co_return after.error();
  auto tenant = c.tenant;
  auto reader = co_await runs_.read_conversation(std::move(tenant), *conversation, *after, c.limit);
  if (!reader) co_return reader.error();
  auto owned = std::make_unique<chat::conversation_reader>(std::move(*reader));
  co_return co_await answer(c, std::move(owned));
}

// A stream, or one step of a long poll, as the client accepts.
rt::task<core::result<http::response>> chat_handler::answer(call c, std::unique_ptr<chat::event_reader> reader) {
  const auto accept = c.req.headers.find("accept").value_or("");
  if (accept.find("application/json") != std::string_view::npos) co_return co_await poll(c, std::move(reader));
  if (!accepts(c.req, "text/event-stream")) co_return core::make_error(core::errc::not_acceptable);
  auto place = streams_.enter(c.tenant.user_id().str());
  if (!place) co_return place.error();
  co_return event_stream(std::move(reader), frame_style::resumable, std::move(*place), settings_);
}

rt::task<core::result<http::response>> chat_handler::poll(call c, std::unique_ptr<chat::event_reader> reader) {
  query_reader query(c.req);
  const auto wait = query.integer("wait", 0, 30, 0);
  if (auto ok = query.finish(); !ok) co_return ok.error();
  const auto step = co_await reader->next(std::chrono::seconds(wait));
  if (!step) co_return step.error();
  std::string body = "{\"events\":[";
  for (const auto& e : step->events) body += (body.back() == '[' ? "" : ",") + e->data;
  body += "],\"next\":" + std::to_string(reader->cursor()) + "}";
  auto out = http::response::json(200, std::move(body));
  out.headers.add("Cache-Control", "no-store");
  co_return out;
}

rt::task<core::result<http::response>> chat_handler::cancel(call c) {
  const auto run = run_of(c);
  if (!run) co_return run.error();
  auto tenant = c.tenant;
  auto cancelled = co_await runs_.cancel(std::move(tenant), *run, c.limit);
  if (!cancelled) co_return cancelled.error();
  co_return http::response::json(200, "{\"runId\":\"" + run->str() + "\",\"status\":\"cancelling\"}");
}

}  // namespace switchboard::api
