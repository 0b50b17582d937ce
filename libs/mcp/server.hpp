// The MCP server as a machine (revision 2025-11-25): a message goes in, what to do about it comes out. It knows no
// transport and waits for nothing; whoever owns it performs the calls and sends the replies. It keeps no state between
// messages, so a client may call tools without having initialized: the Claude CLI does, when it was given our manifest.
//
// Transports: mcp/control_channel.hpp.
#pragma once

#include "core/json.hpp"
#include "mcp/registry.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace switchboard::mcp {

/// The name by which the CLI knows our server: its tools are called mcp__tools__<name>.
constexpr std::string_view server_name = "tools";
constexpr std::string_view latest_protocol = "2025-11-25";

/// Nothing is to be answered: a notification, or a response that nobody waits for.
struct no_action {};
/// Send this.
struct reply_action {
  std::shared_ptr<const core::json> message;
};
/// Call the tool with the arguments, an object, then send call_answer(id, …).
struct call_action {
  core::json_text id;
  tool* which = nullptr;
  std::string tool_call_id;  // _meta["claudecode/toolUseId"], empty where there is none
  std::shared_ptr<const core::json> arguments;
};
/// Stop the call with this request id, if it still runs.
struct cancel_action {
  core::json_text id;
};
using server_action = std::variant<no_action, reply_action, call_action, cancel_action>;

class server {
 public:
  /// Serves the tools that `allowed` covers. `page` is the number of tools that one tools/list shows.
  server(std::shared_ptr<const registry> tools, const std::vector<std::string>& allowed, std::size_t page = 100);

  /// `message` is one parsed JSON-RPC message.
  server_action on_message(const core::json& message) const;

  /// What `initialize` answers to a client of this protocol version.
  static core::json initialize_result(std::string_view protocol);
  /// The response to a tools/call.
  static core::json call_answer(const core::json_text& id, const tool_result& result);

  const std::vector<const registered_tool*>& tools() const noexcept { return allowed_; }
  /// nullptr for a name that is not served.
  const registered_tool* find(std::string_view name) const;
  /// Serves no more what `wanted` refuses. Before the first message.
  void keep_only(const std::function<bool(const tool_description&)>& wanted);

 private:
  core::json on_request(const core::json_text& id, const std::string& method, const core::json& params) const;
  core::json list_tools(const core::json_text& id, const core::json& params) const;
  server_action call_tool(const core::json_text& id, const core::json& params) const;

  std::shared_ptr<const registry> registry_;  // keeps the tools alive
  std::vector<const registered_tool*> allowed_;
  std::size_t page_;
};

}  // namespace switchboard::mcp
