// What bounds a run; from core::settings.
#pragma once

#include "store/chat_repository.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace switchboard::chat {

struct run_settings {
  std::string server_id;                      // names this process in agent_runs
  std::map<std::string, std::string> models;  // "sonnet" -> model id
  int max_turns = 10;
  int max_thinking_tokens = 4000;
  std::string permission_mode;  // empty: the agent's
  std::chrono::milliseconds run_limit{1'800'000};
  std::chrono::milliseconds approval_limit{600'000};  // a question to the user waits so long; then it is a denial
  std::chrono::milliseconds cancel_limit{1'200};      // for the CLI to obey an interrupt; then it is ended
  std::chrono::milliseconds save_patience{10'000};    // Postgres gone at the end of a run: the client waits this long
  std::int64_t numbers_low = 512;                     // fewer event numbers in reserve than this: more are fetched
  std::int64_t numbers_last = 64;                     // fewer than this: the agent waits for more
  int history_messages = 40;                          // told to a session that had to start anew
  std::size_t max_queued = 8;                         // runs that wait in one conversation
  std::int64_t daily_cost_limit = 0;                  // micro-dollars of a user in a workspace; 0: none
  store::run_limits limits;                           // of a user and a workspace
  std::size_t max_run_bytes = std::size_t{32} << 20;  // of events; a run that says more is ended
  std::size_t keep_bytes = std::size_t{1} << 20;      // of saved events kept in memory for readers
};

}  // namespace switchboard::chat
