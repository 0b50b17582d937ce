// The control protocol between a host and the Claude CLI (stream-json, version 2.1.328): requests in both directions,
// each with an id that its response repeats. Here are the lines that the host writes and the parsed form of those that
// the CLI writes. No I/O: agent/cli_session waits, answers and keeps the deadlines.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace switchboard::wire {

// From the CLI.

/// A JSON-RPC message for one of the host's in-process MCP servers.
struct mcp_request {
  std::string request_id;
  std::string server_name;
  core::json_text message;
};

/// "May this tool run?" Waits as long as the answer takes.
struct permission_query {
  std::string request_id;
  std::string tool_name;  // with its mcp__server__ prefix
  std::string tool_use_id;
  core::json_text input;
};

/// A request of a subtype that this host does not serve; it still wants an answer.
struct unknown_request {
  std::string request_id;
  std::string subtype;
};

/// The answer to a request of ours.
struct control_reply {
  std::string request_id;
  std::optional<std::string> error;  // the CLI's words when it refused
  core::json_text response;
};

/// The CLI no longer wants the answer to its request.
struct cancelled_request {
  std::string request_id;
};

using control_message = std::variant<mcp_request, permission_query, unknown_request, control_reply, cancelled_request>;

/// The control message in a parsed line; nullopt when the line is none (another `type`), or lacks the id that an
/// answer would need.
std::optional<control_message> parse_control(const core::json& line);

// To the CLI: each is one line without its newline.

/// The first line to the CLI. `tool_manifest` is {"initializeResult", "toolsListResult"} of the MCP server "tools";
/// null when there are no tools.
std::string initialize_line(std::string_view request_id, std::string_view system_prompt,
                            const core::json_text& tool_manifest);
/// Stops the running turn.
std::string interrupt_line(std::string_view request_id);
/// A user's message: begins a turn. It is text for the model, whatever it says: never an order to the CLI.
std::string user_line(std::string_view text);
/// The answer to an mcp_request: a JSON-RPC response.
std::string mcp_reply_line(std::string_view request_id, const core::json_text& response);
/// The answers to a permission_query. `input` is what the tool is to be called with: the query's own.
std::string allow_line(std::string_view request_id, const core::json_text& input);
std::string deny_line(std::string_view request_id, std::string_view message);
/// Refuses any request.
std::string refuse_line(std::string_view request_id, std::string_view reason);

}  // namespace switchboard::wire
