#include "api/event_stream.hpp"

#include "core/log.hpp"
#include "wire/sse_encoder.hpp"

namespace switchboard::api {
namespace {

std::string encode(const std::vector<chat::event_ptr>& events, frame_style style) {
  std::string out;
  for (const auto& e : events) {
    if (style == frame_style::bare)
      wire::append_sse_frame(out, e->type, e->data);
    else
      wire::append_sse_frame(out, static_cast<std::uint64_t>(e->seq), e->type, e->data);
  }
  return out;
}

struct stream_state {
  std::unique_ptr<chat::event_reader> reader;
  frame_style style;
  std::shared_ptr<void> place;
  stream_settings settings;
};

rt::task<> send_all(std::shared_ptr<stream_state> s, http::body_writer& out) {
  if (s->style == frame_style::resumable) {
    const auto opened = co_await out.write(wire::sse_retry);
    if (!opened) co_return;
  }
  auto check_at = std::chrono::steady_clock::now() + s->settings.membership_check;
  for (;;) {
    const auto step = co_await s->reader->next(s->settings.heartbeat);
    if (!step) {
      core::log::info("stream_broken", {{"code", core::name(step.error().code)}});
      co_return;
    }
    if (step->events.empty() && step->ended) co_return;
    const auto text = step->events.empty() ? std::string(wire::sse_ping) : encode(step->events, s->style);
    const auto sent = co_await out.write(text);
    if (!sent || step->ended) co_return;
    if (std::chrono::steady_clock::now() < check_at) continue;
    check_at = std::chrono::steady_clock::now() + s->settings.membership_check;
    const auto allowed = co_await s->reader->still_visible();
    if (!allowed) co_return;
  }
}

}  // namespace

http::response event_stream(std::unique_ptr<chat::event_reader> reader, frame_style style, std::shared_ptr<void> place,
                            stream_settings settings) {
  auto state = std::make_shared<stream_state>(stream_state{std::move(reader), style, std::move(place), settings});
  http::response out;
  out.headers.add("Content-Type", "text/event-stream");
  out.headers.add("Cache-Control", "no-cache, no-transform");
  out.headers.add("X-Accel-Buffering", "no");
  out.stream = [state](http::body_writer& writer) { return send_all(state, writer); };
  return out;
}

}  // namespace switchboard::api
