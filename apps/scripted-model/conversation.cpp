#include "scripted-model/conversation.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::scripted_model {
namespace {

using core::json;

// Text that the client puts beside the user's own words.
bool is_aside(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return true;
  text.remove_prefix(start);
  return text.starts_with("<system-reminder>") || text.starts_with("[Request interrupted by user");
}

std::string text_field(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void append_line(std::string& to, std::string_view text) {
  if (!to.empty()) to += '\n';
  to += text;
}

std::string trimmed(std::string text) {
  const auto end = text.find_last_not_of(" \t\r\n");
  text.erase(end == std::string::npos ? 0 : end + 1);
  const auto start = text.find_first_not_of(" \t\r\n");
  return start == std::string::npos ? std::string() : text.substr(start);
}

// Without the marks that the client puts into a tool's answer, wherever they stand.
std::string unmarked(std::string text) {
  constexpr std::string_view open = "<system-reminder>";
  constexpr std::string_view close = "</system-reminder>";
  for (auto start = text.find(open); start != std::string::npos; start = text.find(open, start)) {
    const auto end = text.find(close, start);
    text.erase(start, end == std::string::npos ? end : end + close.size() - start);
  }
  for (const std::string_view mark : {"<tool_use_error>", "</tool_use_error>"})
    if (const auto at = text.find(mark); at != std::string::npos) text.erase(at, mark.size());
  return trimmed(std::move(text));
}

// A content list, a bare string, or nothing: the text in it that is nobody's aside.
std::string text_of(const json& content) {
  if (content.is_string()) return content.get<std::string>();
  std::string all;
  if (!content.is_array()) return all;
  for (const auto& block : content)
    if (block.is_object() && text_field(block, "type") == "text" && !is_aside(text_field(block, "text")))
      append_line(all, text_field(block, "text"));
  return all;
}

void add_result(turn& current, const json& block) {
  const std::string id = text_field(block, "tool_use_id");
  for (auto& outcome : current.tools) {
    if (outcome.id != id) continue;
    const auto content = block.find("content");
    outcome.text = content == block.end() ? std::string() : unmarked(text_of(*content));
    const auto failed = block.find("is_error");
    outcome.is_error = failed != block.end() && failed->is_boolean() && failed->get<bool>();
    outcome.answered = true;
  }
}

void add_turn(conversation& chat, std::string said) {
  if (is_aside(said)) return;
  chat.turns.emplace_back();
  chat.turns.back().user = trimmed(std::move(said));
}

// Each text is a turn of its own: the client sends a message that was never answered and the next one as two texts of
// one message.
void add_user(conversation& chat, const json& content) {
  if (content.is_string()) return add_turn(chat, content.get<std::string>());
  if (!content.is_array()) return;
  for (const auto& block : content) {
    if (!block.is_object()) continue;
    const std::string type = text_field(block, "type");
    if (type == "tool_result" && !chat.turns.empty()) add_result(chat.turns.back(), block);
    if (type == "text") add_turn(chat, text_field(block, "text"));
  }
}

void add_assistant(conversation& chat, const json& content) {
  if (chat.turns.empty()) return;
  turn& current = chat.turns.back();
  append_line(current.assistant, text_of(content));
  bool asked = false;
  if (content.is_array()) {
    for (const auto& block : content) {
      if (!block.is_object() || text_field(block, "type") != "tool_use") continue;
      tool_outcome outcome;
      outcome.id = text_field(block, "id");
      outcome.name = text_field(block, "name");
      if (const auto input = block.find("input"); input != block.end()) outcome.input.text = core::dump(*input);
      outcome.round = current.rounds;
      current.tools.push_back(std::move(outcome));
      asked = true;
    }
  }
  if (asked) ++current.rounds;
}

core::error refused(std::string message) {
  return core::make_error(core::errc::invalid_field, std::move(message));
}

}  // namespace

core::result<conversation> read_conversation(const json& request) {
  if (!request.is_object()) return refused("The request body is not a JSON object.");
  const auto messages = request.find("messages");
  if (messages == request.end() || !messages->is_array()) return refused("messages: Field required");
  if (messages->empty()) return refused("messages: at least one message is required");
  conversation chat;
  chat.model = text_field(request, "model");
  if (chat.model.empty()) return refused("model: Field required");
  if (const auto limit = request.find("max_tokens"); limit != request.end() && limit->is_number_unsigned())
    chat.max_tokens = limit->get<std::size_t>();
  if (const auto stream = request.find("stream"); stream != request.end() && stream->is_boolean())
    chat.stream = stream->get<bool>();
  if (const auto thinking = request.find("thinking"); thinking != request.end() && thinking->is_object())
    chat.may_think = text_field(*thinking, "type") != "disabled";
  if (const auto system = request.find("system"); system != request.end()) {
    chat.system = text_of(*system);
    chat.all_bytes += core::dump(*system).size();
  }
  if (const auto tools = request.find("tools"); tools != request.end() && tools->is_array()) {
    for (const auto& tool : *tools)
      if (tool.is_object()) chat.tools.push_back(text_field(tool, "name"));
    chat.all_bytes += core::dump(*tools).size();
  }
  for (const auto& message : *messages) {
    const auto content = message.is_object() ? message.find("content") : message.end();
    if (!message.is_object() || content == message.end()) return refused("messages: each needs a role and content");
    const std::string role = text_field(message, "role");
    if (role == "user") {
      add_user(chat, *content);
    } else if (role == "assistant") {
      add_assistant(chat, *content);
    } else if (role != "system") {  // the client's notes to newer models: no turn of anybody's
      return refused("messages: Unexpected role \"" + role + "\"");
    }
    chat.new_bytes = core::dump(*content).size();
    chat.all_bytes += chat.new_bytes;
  }
  if (chat.turns.empty()) chat.turns.emplace_back();
  return chat;
}

std::string resolve_tool(const conversation& chat, std::string_view short_name) {
  const std::string suffix = "__" + std::string(short_name);
  for (const auto& name : chat.tools)
    if (name == short_name || name.ends_with(suffix)) return name;
  return {};
}

}  // namespace switchboard::scripted_model
