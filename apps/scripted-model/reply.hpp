// What the model answers to one request: blocks in order, and how the delivery goes wrong where a test asks for that.
#pragma once

#include "core/json.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::scripted_model {

struct block {
  enum class kind { text, thinking, tool_use, pause };
  kind what = kind::text;
  std::string text;                  // text, thinking
  std::string id;                    // tool_use
  std::string name;                  // tool_use: as the request spells it
  core::json_text input;             // tool_use
  std::chrono::milliseconds wait{};  // pause
};

struct reply {
  std::vector<block> blocks;
  std::string stop_reason = "end_turn";
  std::optional<std::chrono::milliseconds> pace;  // between two words, instead of the server's own
};

/// A failure that a test asks for.
struct fault {
  enum class kind {
    http_error,       // `status`, with Retry-After where `retry_after` is set
    cut,              // the connection ends after `after` deltas
    stream_error,     // an SSE `error` event (overloaded) after `after` deltas
    hang,             // nothing more after `after` deltas
    hang_at_headers,  // not even a status line
    garbage,          // 200 with a body that is neither JSON nor SSE
    garbage_stream,   // a stream whose data turns into garbage after `after` deltas
  };
  kind what = kind::http_error;
  int status = 500;
  std::optional<int> retry_after;  // seconds
  std::size_t after = 0;
  std::optional<std::size_t> times;  // per conversation; without it, every time
};

}  // namespace switchboard::scripted_model
