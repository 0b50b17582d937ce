#include "domain/message_parts.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace switchboard::domain {
namespace {

std::string json_string(std::string_view s) {
  return core::dump(core::json(s));
}

std::string_view name(tool_state state) {
  switch (state) {
    case tool_state::running:
      return "running";
    case tool_state::completed:
      return "completed";
    case tool_state::error:
      break;
  }
  return "error";
}

// One element of the array; empty when there is nothing to save.
std::string to_json(const message_part& part) {
  if (const auto* text = std::get_if<text_part>(&part)) {
    return text->text.empty() ? "" : R"({"type":"text","text":)" + json_string(text->text) + "}";
  }
  if (const auto* reasoning = std::get_if<reasoning_part>(&part)) {
    return reasoning->text.empty() ? "" : R"({"type":"reasoning","reasoning":)" + json_string(reasoning->text) + "}";
  }
  const auto& tool = std::get<tool_call_part>(part);
  std::string out = R"({"type":"tool-call","toolCallId":)" + json_string(tool.id);
  out += ",\"toolName\":" + json_string(tool.name) + ",\"args\":" + tool.args.text;
  if (tool.state != tool_state::running) out += ",\"result\":" + tool.result.text;
  out += ",\"state\":" + json_string(name(tool.state)) + "}";
  return out;
}

}  // namespace

std::size_t message_parts::begin(message_part part) {
  parts_.push_back(std::move(part));
  return parts_.size() - 1;
}

void message_parts::drop_text(std::size_t position) {
  if (auto* t = std::get_if<text_part>(&parts_.at(position))) t->text.clear();
  if (auto* r = std::get_if<reasoning_part>(&parts_.at(position))) r->text.clear();
}

void message_parts::append(std::string_view text) {
  if (parts_.empty()) return;
  if (auto* t = std::get_if<text_part>(&parts_.back())) t->text += text;
  if (auto* r = std::get_if<reasoning_part>(&parts_.back())) r->text += text;
}

bool message_parts::finish_tool(std::string_view id, core::json_text result, tool_state state) {
  for (auto& part : parts_) {
    auto* tool = std::get_if<tool_call_part>(&part);
    if (tool == nullptr || tool->id != id || tool->state != tool_state::running) continue;
    tool->result = std::move(result);
    tool->state = state;
    return true;
  }
  return false;
}

void message_parts::abandon_tools() {
  for (auto& part : parts_) {
    auto* tool = std::get_if<tool_call_part>(&part);
    if (tool != nullptr && tool->state == tool_state::running) tool->state = tool_state::error;
  }
}

std::string message_parts::text() const {
  std::string out;
  for (const auto& part : parts_) {
    const auto* text = std::get_if<text_part>(&part);
    if (text == nullptr || text->text.empty()) continue;
    if (!out.empty()) out += "\n\n";
    out += text->text;
  }
  return out;
}

core::json_text message_parts::json() const {
  std::string out = "[";
  for (const auto& part : parts_) {
    auto element = to_json(part);
    if (element.empty()) continue;
    if (out.size() > 1) out += ',';
    out += element;
  }
  return {out + "]"};
}

}  // namespace switchboard::domain
