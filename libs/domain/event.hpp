// The events of a run's stream: one closed variant, shared by the reducer that makes them, the store that keeps them
// and the encoders that send them (contract section 3).
#pragma once

#include "core/json.hpp"
#include "core/uuid.hpp"
#include "domain/usage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace switchboard::domain {

enum class block_state { open, complete };

struct session_event {
  std::string session_id;
  core::conversation_id conversation;
  core::run_id run;
  bool is_resumed = false;
};

/// A delta of the answer. A block ends with exactly one `complete`, whose content may be empty.
struct text_event {
  std::string content;
  block_state state = block_state::open;
};

/// The same for extended thinking.
struct reasoning_event {
  std::string content;
  block_state state = block_state::open;
};

struct tool_start_event {
  std::string tool_name;  // without the mcp__server__ prefix
  std::string tool_call_id;
  core::json_text args;
  std::string display_name;  // "Get Transactions"
};

struct tool_result_event {
  std::string tool_call_id;
  core::json_text result;
  bool success = true;
  std::int64_t duration_ms = 0;
};

struct permission_request_event {
  core::approval_id approval;
  std::string tool_name;
  std::string tool_call_id;
  core::json_text args;
  std::string display_name;
  std::string reason;
  std::string expires_at;  // RFC 3339
};

struct permission_resolved_event {
  core::approval_id approval;
  std::string decision;  // allow, deny, expired
  std::string decided_by;
};

struct status_event {
  std::string status;  // queued, starting, retrying, compacting, …
  std::optional<std::int64_t> position;
  std::optional<std::int64_t> attempt;
  std::optional<std::int64_t> delay_ms;
  std::string detail;        // what a person may read; empty: left out
  std::string session_id{};  // the session that runs in place of the announced one; empty: left out
  bool is_resumed = false;   // of that session
};

struct done_event {
  usage tokens;
  std::int64_t cost_microdollars = 0;
  std::int64_t turn_count = 0;
  std::string stop_reason;
  core::message_id message;
};

struct error_event {
  std::string message;
  std::string code;
  bool recoverable = false;
};

using event = std::variant<session_event, text_event, reasoning_event, tool_start_event, tool_result_event,
                           permission_request_event, permission_resolved_event, status_event, done_event, error_event>;

/// The name in `event:` and `type`: "tool_start".
std::string_view type_name(const event& e) noexcept;
/// True for done and error, after which nothing follows.
bool is_terminal(const event& e) noexcept;
/// The `data` object of an event on one line: `type`, `seq`, then its fields in the contract's order.
std::string to_json(const event& e, std::int64_t seq);
/// "getTransactions" -> "Get Transactions", "query_database" -> "Query Database".
std::string display_name(std::string_view tool_name);

}  // namespace switchboard::domain
