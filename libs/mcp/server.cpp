#include "mcp/server.hpp"

#include "wire/jsonrpc.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace switchboard::mcp {
namespace {

using core::json;
using wire::jsonrpc_error;

constexpr std::array known_protocols{latest_protocol, std::string_view("2025-06-18"), std::string_view("2025-03-26"),
                                     std::string_view("2024-11-05")};

reply_action reply(json message) {
  return {std::make_shared<const json>(std::move(message))};
}

// A member that must be a string where it is present; nullptr where it is not.
const std::string* string_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get_ptr<const std::string*>() : nullptr;
}

}  // namespace

server::server(std::shared_ptr<const registry> tools, const std::vector<std::string>& allowed, std::size_t page)
    : registry_(std::move(tools)), allowed_(registry_->allowed(allowed)), page_(page) {}

server_action server::on_message(const json& message) const {
  using kind = wire::jsonrpc_envelope::kind;
  const auto envelope = wire::read_jsonrpc(message);
  const auto& params = wire::jsonrpc_params(message);
  switch (envelope.what) {
    case kind::invalid:
      return reply(wire::jsonrpc_failure(envelope.id, jsonrpc_error::invalid_request, envelope.fault));
    case kind::response:
      return no_action{};
    case kind::notification:
      if (envelope.method == "notifications/cancelled" && params.contains("requestId"))
        return cancel_action{{core::dump(params["requestId"])}};
      return no_action{};
    case kind::request:
      break;
  }
  if (envelope.method == "tools/call") return call_tool(envelope.id, params);
  return reply(on_request(envelope.id, envelope.method, params));
}

json server::on_request(const core::json_text& id, const std::string& method, const json& params) const {
  if (method == "ping") return wire::jsonrpc_result(id, json::object());
  if (method == "tools/list") return list_tools(id, params);
  if (method == "initialize") {
    const auto* protocol = string_member(params, "protocolVersion");
    if (protocol == nullptr)
      return wire::jsonrpc_failure(id, jsonrpc_error::invalid_params, "protocolVersion must be a string");
    return wire::jsonrpc_result(id, initialize_result(*protocol));
  }
  return wire::jsonrpc_failure(id, jsonrpc_error::method_not_found, "Method not found: " + method.substr(0, 100));
}

json server::initialize_result(std::string_view protocol) {
  const bool is_known = std::ranges::find(known_protocols, protocol) != known_protocols.end();
  return {{"protocolVersion", is_known ? protocol : latest_protocol},
          {"capabilities", {{"tools", json::object()}}},
          {"serverInfo", {{"name", server_name}, {"title", "Switchboard tools"}, {"version", "1"}}}};
}

// The cursor is the name of the page's last tool, so that it stays good while tools come and go after it.
json server::list_tools(const core::json_text& id, const json& params) const {
  auto at = allowed_.begin();
  if (params.contains("cursor")) {
    const auto* cursor = string_member(params, "cursor");
    at = cursor == nullptr
             ? allowed_.end()
             : std::ranges::find_if(allowed_, [&](const auto* t) { return t->impl->description().name == *cursor; });
    if (at == allowed_.end())
      return wire::jsonrpc_failure(id, jsonrpc_error::invalid_params, "cursor is none of this server's");
    ++at;
  }
  json result{{"tools", json::array()}};
  while (at != allowed_.end() && result["tools"].size() < page_) {
    result["tools"].push_back(json::parse((*at)->listing.text));
    ++at;
  }
  if (at != allowed_.end()) result["nextCursor"] = (*std::prev(at))->impl->description().name;
  return wire::jsonrpc_result(id, std::move(result));
}

server_action server::call_tool(const core::json_text& id, const json& params) const {
  const auto refuse = [&id](std::string_view message) {
    return reply(wire::jsonrpc_failure(id, jsonrpc_error::invalid_params, message));
  };
  const auto* name = string_member(params, "name");
  if (name == nullptr) return refuse("name must be a string");
  const auto* found = find(*name);
  if (found == nullptr) return refuse("Unknown tool: " + name->substr(0, 100) + ". tools/list names those there are.");
  const auto arguments = params.find("arguments");
  if (arguments != params.end() && !arguments->is_object()) return refuse("arguments must be an object");

  call_action call;
  call.id = id;
  call.which = found->impl.get();
  call.arguments = std::make_shared<const json>(arguments == params.end() ? json::object() : *arguments);
  const auto meta = params.find("_meta");
  if (meta != params.end() && meta->is_object()) {
    if (const auto* tool_call_id = string_member(*meta, "claudecode/toolUseId")) call.tool_call_id = *tool_call_id;
  }
  return call;
}

const registered_tool* server::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(
      allowed_, name, {}, [](const auto* t) -> std::string_view { return t->impl->description().name; });
  return found != allowed_.end() && (*found)->impl->description().name == name ? *found : nullptr;
}

void server::keep_only(const std::function<bool(const tool_description&)>& wanted) {
  std::erase_if(allowed_, [&](const auto* t) { return !wanted(t->impl->description()); });
}

json server::call_answer(const core::json_text& id, const tool_result& result) {
  json content = json::array({{{"type", "text"}, {"text", result.value.text}}});
  return wire::jsonrpc_result(id, {{"content", std::move(content)}, {"isError", result.is_error}});
}

}  // namespace switchboard::mcp
