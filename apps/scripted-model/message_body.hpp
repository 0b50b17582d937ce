// A reply in the API's own form: as a stream of server-sent events, or as one JSON message. Pure.
#pragma once

#include "scripted-model/conversation.hpp"
#include "scripted-model/reply.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace switchboard::scripted_model {

struct token_usage {
  std::size_t input = 0;
  std::size_t cache_write = 0;
  std::size_t cache_read = 0;
  std::size_t output = 0;
};

/// Plausible numbers: four bytes a token; the newest message counts as fresh input, the rest as cached: written by a
/// conversation's first request, read by later ones.
token_usage count_tokens(const conversation& chat, const reply& what);

/// A piece of the stream and how long to wait before sending it.
struct frame {
  std::string bytes;
  std::chrono::milliseconds wait{};
  bool is_delta = false;  // a content_block_delta: what a fault's `after` counts
};

/// `pace` is the time between two words where the reply has none of its own.
std::vector<frame> make_frames(const reply& what, const token_usage& usage, const std::string& message_id,
                               const std::string& model, std::chrono::milliseconds pace);

/// One event as the stream carries it. `data` is an object with its `type`.
std::string make_event(const core::json& data);

/// The answer to a request without `stream`.
std::string make_message(const reply& what, const token_usage& usage, const std::string& message_id,
                         const std::string& model);

/// The API's error body for a status: {"type":"error","error":{…}}.
std::string make_error_body(int status, const std::string& message, const std::string& request_id);

}  // namespace switchboard::scripted_model
