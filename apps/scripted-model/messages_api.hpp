// The Messages API over HTTP: which request gets which answer. Holds the one thing that is not in a request: how often
// a failure that a test asked for has already happened. One shard only.
#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "rt/task.hpp"
#include "scripted-model/conversation.hpp"
#include "scripted-model/markers.hpp"
#include "scripted-model/scenario.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

namespace switchboard::scripted_model {

class messages_api {
 public:
  /// `pace` is the time between two words.
  messages_api(library scripts, std::chrono::milliseconds pace);

  /// Answers every path.
  rt::task<http::response> handle(http::request& request);
  /// The error body for what the server itself refuses.
  static http::response refuse(int status, const std::string& message, const std::string& request_id);

 private:
  rt::task<http::response> create_message(http::request& request);
  http::response answer(const http::request& request, const conversation& chat, const markers& marked,
                        std::optional<fault> failure);
  /// Whether a failure with a limited number of times happens once more.
  bool happens(const fault& failure, const http::request& request, const conversation& chat);

  library scripts_;
  std::chrono::milliseconds pace_;
  std::unordered_map<std::string, std::size_t> happened_;
};

}  // namespace switchboard::scripted_model
