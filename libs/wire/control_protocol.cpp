#include "wire/control_protocol.hpp"

#include "wire/json_reader.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::wire {
namespace {

std::string json_string(std::string_view s) {
  return core::dump(core::json(s));
}

std::string request_line(std::string_view id, const std::string& request) {
  return R"({"type":"control_request","request_id":)" + json_string(id) + ",\"request\":" + request + "}";
}

std::string success_line(std::string_view id, const std::string& response) {
  return R"({"type":"control_response","response":{"subtype":"success","request_id":)" + json_string(id) +
         ",\"response\":" + response + "}}";
}

control_message parse_request(const core::json& line, std::string id) {
  const auto& request = member(line, "request");
  auto subtype = text_of(request, "subtype");
  if (subtype == "mcp_message") {
    return mcp_request{std::move(id), text_of(request, "server_name"), {core::dump(member(request, "message"))}};
  }
  if (subtype == "can_use_tool") {
    return permission_query{std::move(id),
                            text_of(request, "tool_name"),
                            text_of(request, "tool_use_id"),
                            {core::dump(member(request, "input"))}};
  }
  return unknown_request{std::move(id), std::move(subtype)};
}

control_message parse_reply(const core::json& response, std::string id) {
  control_reply reply{std::move(id), std::nullopt, {core::dump(member(response, "response"))}};
  if (text_of(response, "subtype") != "success") reply.error = text_of(response, "error");
  return reply;
}

}  // namespace

std::optional<control_message> parse_control(const core::json& line) {
  const auto type = text_of(line, "type");
  const auto& holder = type == "control_response" ? member(line, "response") : line;
  auto id = text_of(holder, "request_id");
  if (id.empty()) return std::nullopt;
  if (type == "control_request") return parse_request(line, std::move(id));
  if (type == "control_response") return parse_reply(holder, std::move(id));
  if (type == "control_cancel_request") return cancelled_request{std::move(id)};
  return std::nullopt;
}

std::string initialize_line(std::string_view request_id, std::string_view system_prompt,
                            const core::json_text& tool_manifest) {
  std::string request = R"({"subtype":"initialize","hooks":null,"systemPrompt":[)" + json_string(system_prompt) + "]";
  if (tool_manifest.text != "null") {
    request += R"(,"sdkMcpServers":["tools"],"sdkMcpServerManifests":{"tools":)" + tool_manifest.text + "}";
  }
  return request_line(request_id, request + "}");
}

std::string interrupt_line(std::string_view request_id) {
  return request_line(request_id, R"({"subtype":"interrupt"})");
}

std::string user_line(std::string_view text) {
  // The CLI takes a message that begins with a slash for an order to itself, and answers nothing.
  const std::string said = text.starts_with('/') ? " " + std::string(text) : std::string(text);
  return R"({"type":"user","session_id":"","message":{"role":"user","content":)" + json_string(said) +
         R"(},"parent_tool_use_id":null})";
}

std::string mcp_reply_line(std::string_view request_id, const core::json_text& response) {
  return success_line(request_id, "{\"mcp_response\":" + response.text + "}");
}

std::string allow_line(std::string_view request_id, const core::json_text& input) {
  return success_line(request_id, R"({"behavior":"allow","updatedInput":)" + input.text + "}");
}

std::string deny_line(std::string_view request_id, std::string_view message) {
  return success_line(request_id, R"({"behavior":"deny","message":)" + json_string(message) + "}");
}

std::string refuse_line(std::string_view request_id, std::string_view reason) {
  return R"({"type":"control_response","response":{"subtype":"error","request_id":)" + json_string(request_id) +
         ",\"error\":" + json_string(reason) + "}}";
}

}  // namespace switchboard::wire
