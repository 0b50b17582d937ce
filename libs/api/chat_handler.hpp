// POST /api/agent-chat and the endpoints of a run: checks the request, asks run_service, and turns what it gives into
// an event stream (contract section 3).
#pragma once

#include "api/call.hpp"
#include "api/request_limits.hpp"
#include "api/stream_limiter.hpp"
#include "chat/run_service.hpp"

#include <chrono>
#include <memory>

namespace switchboard::api {

struct stream_settings {
  std::chrono::milliseconds heartbeat{15'000};
  std::chrono::seconds membership_check{60};
};

class chat_handler {
 public:
  chat_handler(chat::run_service& runs, stream_limiter& streams, request_limits& limits, stream_settings settings)
      : runs_(runs), streams_(streams), limits_(limits), settings_(settings) {}

  /// POST /api/agent-chat, POST /agent-chat
  rt::task<core::result<http::response>> chat(call c);
  /// GET /api/agent-runs/{runId}/events
  rt::task<core::result<http::response>> events(call c);
  /// GET /api/agent-conversations/{id}/events
  rt::task<core::result<http::response>> conversation_events(call c);
  /// POST /api/agent-runs/{runId}/cancel
  rt::task<core::result<http::response>> cancel(call c);

 private:
  rt::task<core::result<http::response>> answer(call c, std::unique_ptr<chat::event_reader> reader);
  rt::task<core::result<http::response>> poll(call c, std::unique_ptr<chat::event_reader> reader);

  chat::run_service& runs_;
  stream_limiter& streams_;
  request_limits& limits_;
  const stream_settings settings_;
};

}  // namespace switchboard::api
