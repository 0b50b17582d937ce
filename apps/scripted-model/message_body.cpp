#include "scripted-model/message_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace switchboard::scripted_model {
namespace {

using core::json;
using std::chrono::milliseconds;

// The signature of thinking that nobody can verify; it is base64, as the client expects.
constexpr std::string_view signature = "c2NyaXB0ZWQtbW9kZWw=";

std::size_t tokens(std::size_t bytes) {
  return (bytes + 3) / 4;
}

// A text in words with the white space that follows them, so that joined they are the text again.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find_first_of(" \n\t"), text.size());
    end = std::min(text.find_first_not_of(" \n\t", end), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

// A call's arguments in pieces, cut between characters of UTF-8. The first is empty, as the API's own is.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> out = {""};
  while (!text.empty()) {
    std::size_t end = std::min<std::size_t>(16, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

json usage_json(const token_usage& usage, std::size_t output) {
  return {{"input_tokens", usage.input},
          {"cache_creation_input_tokens", usage.cache_write},
          {"cache_read_input_tokens", usage.cache_read},
          {"output_tokens", output},
          {"service_tier", "standard"}};
}

json content_of(const block& each) {
  switch (each.what) {
    case block::kind::text:
      return {{"type", "text"}, {"text", each.text}};
    case block::kind::thinking:
      return {{"type", "thinking"}, {"thinking", each.text}, {"signature", signature}};
    case block::kind::tool_use:
      return {{"type", "tool_use"},
              {"id", each.id},
              {"name", each.name},
              {"input", core::parse_json(each.input.text).value()}};
    case block::kind::pause:
      break;
  }
  return nullptr;
}

json message_json(const token_usage& usage, std::size_t output, const std::string& id, const std::string& model) {
  return {{"id", id},
          {"type", "message"},
          {"role", "assistant"},
          {"model", model},
          {"content", json::array()},
          {"stop_reason", nullptr},
          {"stop_sequence", nullptr},
          {"usage", usage_json(usage, output)}};
}

// The start of a block is its content, emptied.
json opening_of(const block& each) {
  json content = content_of(each);
  for (const auto* key : {"text", "thinking", "signature"})
    if (content.contains(key)) content[key] = "";
  if (content.contains("input")) content["input"] = json::object();
  return content;
}

json delta(std::size_t index, json what) {
  return {{"type", "content_block_delta"}, {"index", index}, {"delta", std::move(what)}};
}

void add_deltas(const block& each, std::size_t index, milliseconds pace, std::vector<frame>& out) {
  const bool is_tool = each.what == block::kind::tool_use;
  const bool is_thinking = each.what == block::kind::thinking;
  for (const auto& piece : is_tool ? pieces_of(each.input.text) : words_of(each.text)) {
    json what = is_tool       ? json{{"type", "input_json_delta"}, {"partial_json", piece}}
                : is_thinking ? json{{"type", "thinking_delta"}, {"thinking", piece}}
                              : json{{"type", "text_delta"}, {"text", piece}};
    out.push_back({make_event(delta(index, std::move(what))), is_tool ? milliseconds(0) : pace, true});
  }
  if (is_thinking)
    out.push_back({make_event(delta(index, {{"type", "signature_delta"}, {"signature", signature}})), {}, false});
}

}  // namespace

std::string make_event(const json& data) {
  return "event: " + data.at("type").get<std::string>() + "\ndata: " + core::dump(data) + "\n\n";
}

token_usage count_tokens(const conversation& chat, const reply& what) {
  token_usage out;
  out.input = tokens(chat.new_bytes);
  const std::size_t cached = tokens(chat.all_bytes - chat.new_bytes);
  const bool is_first = chat.turns.size() == 1 && chat.turns.back().rounds == 0;
  (is_first ? out.cache_write : out.cache_read) = cached;
  for (const auto& each : what.blocks)
    if (each.what != block::kind::pause)
      out.output += tokens(each.text.size() + each.name.size() + each.input.text.size());
  out.output = std::max<std::size_t>(1, out.output);
  return out;
}

std::vector<frame> make_frames(const reply& what, const token_usage& usage, const std::string& message_id,
                               const std::string& model, milliseconds pace) {
  pace = what.pace.value_or(pace);
  std::vector<frame> out;
  out.push_back({make_event({{"type", "message_start"}, {"message", message_json(usage, 1, message_id, model)}}), {}});
  std::size_t index = 0;
  milliseconds wait{0};
  for (const auto& each : what.blocks) {
    if (each.what == block::kind::pause) {
      wait += each.wait;
      continue;
    }
    out.push_back(
        {make_event({{"type", "content_block_start"}, {"index", index}, {"content_block", opening_of(each)}}), wait});
    if (index == 0) out.push_back({make_event({{"type", "ping"}}), {}});
    add_deltas(each, index, pace, out);
    out.push_back({make_event({{"type", "content_block_stop"}, {"index", index}}), {}});
    ++index;
    wait = milliseconds(0);
  }
  out.push_back({make_event({{"type", "message_delta"},
                             {"delta", {{"stop_reason", what.stop_reason}, {"stop_sequence", nullptr}}},
                             {"usage", usage_json(usage, usage.output)}}),
                 wait});
  out.push_back({make_event({{"type", "message_stop"}}), {}});
  return out;
}

std::string make_message(const reply& what, const token_usage& usage, const std::string& message_id,
                         const std::string& model) {
  json out = message_json(usage, usage.output, message_id, model);
  for (const auto& each : what.blocks)
    if (each.what != block::kind::pause) out["content"].push_back(content_of(each));
  out["stop_reason"] = what.stop_reason;
  return core::dump(out);
}

std::string make_error_body(int status, const std::string& message, const std::string& request_id) {
  const char* type = "api_error";
  switch (status) {
    case 400:
      type = "invalid_request_error";
      break;
    case 401:
      type = "authentication_error";
      break;
    case 403:
      type = "permission_error";
      break;
    case 404:
      type = "not_found_error";
      break;
    case 413:
      type = "request_too_large";
      break;
    case 429:
      type = "rate_limit_error";
      break;
    case 529:
      type = "overloaded_error";
      break;
    default:
      break;
  }
  return core::dump({{"type", "error"}, {"error", {{"type", type}, {"message", message}}}, {"request_id", request_id}});
}

}  // namespace switchboard::scripted_model
