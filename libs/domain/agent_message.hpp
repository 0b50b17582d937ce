// What the agent says: one closed variant of typed messages, each decoded from one line of the Claude CLI's output by
// wire/agent_decoder. Pieces that nobody here reads (tool arguments, transcript entries) travel as JSON text.
//
// Plain values without behaviour. The types follow the CLI's stream-json output, version 2.1.328.
#pragma once

#include "core/json.hpp"
#include "domain/usage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace switchboard::domain {

/// system/init: sent at the start of every turn.
struct init_message {
  struct mcp_server {
    std::string name;
    std::string status;  // "connected", "failed", …
  };
  std::string session_id;
  std::string model;
  std::string permission_mode;
  std::vector<std::string> tools;
  std::vector<mcp_server> mcp_servers;
};

/// system/status: "requesting", "compacting", …
struct status_message {
  std::string status;
};

/// system/api_retry: the model's API failed and will be asked again.
struct api_retry_message {
  std::int64_t attempt = 0;
  std::int64_t max_retries = 0;
  std::int64_t delay_ms = 0;
  std::optional<std::int64_t> error_status;  // HTTP; absent where the connection failed
  std::string error;                         // "overloaded", "rate_limit", …
};

/// system/compact_boundary: older history was replaced by a summary.
struct compact_boundary_message {};

/// A message of the model begins to stream.
struct message_start_message {
  std::string message_id;
  std::string model;
  usage tokens;
};

enum class block_kind { text, thinking, tool_use, other };

struct block_start_message {
  std::int64_t index = 0;
  block_kind kind = block_kind::other;
  std::string text;  // what the block starts with; nearly always empty
};

struct text_delta_message {
  std::int64_t index = 0;
  std::string text;
};

struct thinking_delta_message {
  std::int64_t index = 0;
  std::string text;
};

struct block_stop_message {
  std::int64_t index = 0;
};

/// The streaming message's tokens so far; fields that the line leaves out are absent.
struct message_delta_message {
  std::optional<std::int64_t> input_tokens;
  std::optional<std::int64_t> output_tokens;
  std::optional<std::int64_t> cache_read_tokens;
  std::optional<std::int64_t> cache_write_tokens;
  std::optional<std::string> stop_reason;
};

/// The streaming message ends. Where its stream broke off, the blocks from `abandoned_from` on are void: the CLI asks
/// the model again, and what it then says replaces them.
struct message_stop_message {
  std::optional<std::int64_t> abandoned_from;
};

/// One content block of an assistant message, whole.
struct text_block {
  std::string text;
};
struct thinking_block {
  std::string text;
};
struct tool_use_block {
  std::string id;
  std::string name;  // with its mcp__server__ prefix
  core::json_text input;
};
struct unknown_block {
  std::string type;
};
using content_block = std::variant<text_block, thinking_block, tool_use_block, unknown_block>;

enum class author { model, cli };  // cli: the model is "<synthetic>", the text is the CLI's own

/// A block of the model's message, complete. The CLI prints one line for each block.
struct assistant_message {
  std::string message_id;
  std::string model;
  author by = author::model;
  std::vector<content_block> content;
};

struct tool_result_block {
  std::string tool_use_id;
  core::json_text content;  // the text content parsed where it is JSON, else as a JSON string
  bool is_error = false;
};

/// What the CLI tells the model in the user's name: tool results, mostly.
struct user_message {
  std::vector<tool_result_block> results;
};

/// Tokens of one model within a turn.
struct model_usage {
  std::string model;
  usage tokens;
};

/// The end of a turn. `is_error` decides; `subtype` is "success" even for some failures.
struct result_message {
  bool is_error = false;
  std::string subtype;
  std::string session_id;
  usage tokens;                              // of this turn, the main model's
  std::vector<model_usage> tokens_by_model;  // of this turn; may be empty
  std::int64_t num_turns = 0;
  std::string stop_reason;      // empty when the line says null
  std::string terminal_reason;  // "completed", "max_turns", "api_error", "aborted_streaming", …
  std::optional<std::int64_t> api_error_status;
  std::string api_error_type;
  std::string text;  // `result`: the last text, or an error in the CLI's words
  std::vector<std::string> errors;
};

/// Entries that the CLI has written to the session's transcript, to be stored in order.
struct transcript_mirror_message {
  std::string file_path;  // …/<session id>.jsonl
  std::vector<core::json_text> entries;
};

/// Heartbeat of a tool call that takes long.
struct tool_progress_message {
  std::string tool_use_id;
  std::string tool_name;
  double elapsed_seconds = 0;
};

/// A line that is well formed and of no concern here: unknown types, subagents' lines, keep_alive, control messages.
struct other_message {
  std::string type;  // "type" or "type/subtype"
};

/// A line that is no JSON object, or not of the shape that its type promises.
struct noise_message {
  std::size_t bytes = 0;
};

using agent_message =
    std::variant<init_message, status_message, api_retry_message, compact_boundary_message, message_start_message,
                 block_start_message, text_delta_message, thinking_delta_message, block_stop_message,
                 message_delta_message, message_stop_message, assistant_message, user_message, result_message,
                 transcript_mirror_message, tool_progress_message, other_message, noise_message>;

}  // namespace switchboard::domain
