#include "wire/content_decoder.hpp"

#include "wire/json_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace switchboard::wire {
namespace {

using namespace domain;

constexpr std::int64_t most_tokens = 1'000'000'000;
constexpr std::size_t max_result_depth = 64;

// The text as JSON where it is JSON, else as a JSON string.
core::json_text as_json(const std::string& text) {
  core::json_limits limits;
  limits.max_bytes = text.size();
  limits.max_depth = max_result_depth;
  limits.duplicates = core::duplicate_keys::keep_last;
  const auto parsed = core::parse_json(text, limits);
  return {core::dump(parsed ? *parsed : core::json(text))};
}

// A tool result's content is a string or an array of blocks; anything but text blocks is passed on as it is.
core::json_text decode_result_content(const core::json& content) {
  if (content.is_string()) return as_json(content.get_ref<const std::string&>());
  if (!content.is_array()) return {core::dump(content)};
  std::string text;
  for (const auto& block : content) {
    if (text_of(block, "type") != "text") return {core::dump(content)};
    if (!text.empty()) text += '\n';
    text += text_of(block, "text");
  }
  return as_json(text);
}

content_block decode_block(const core::json& block) {
  auto type = text_of(block, "type");
  switch (block_kind_of(type)) {
    case block_kind::text:
      return text_block{text_of(block, "text")};
    case block_kind::thinking:
      return thinking_block{text_of(block, "thinking")};
    case block_kind::tool_use:
      return tool_use_block{text_of(block, "id"), text_of(block, "name"), {core::dump(member(block, "input"))}};
    case block_kind::other:
      break;
  }
  return unknown_block{std::move(type)};
}

}  // namespace

block_kind block_kind_of(const std::string& type) noexcept {
  if (type == "text") return block_kind::text;
  if (type == "thinking") return block_kind::thinking;
  if (type == "tool_use") return block_kind::tool_use;
  return block_kind::other;
}

std::optional<std::int64_t> tokens_of(const core::json& object, const char* key) {
  const auto n = integer_of(object, key);
  if (!n) return std::nullopt;
  return std::clamp<std::int64_t>(*n, 0, most_tokens);
}

usage decode_usage(const core::json& u) {
  return {.input_tokens = tokens_of(u, "input_tokens").value_or(0),
          .output_tokens = tokens_of(u, "output_tokens").value_or(0),
          .cache_read_tokens = tokens_of(u, "cache_read_input_tokens").value_or(0),
          .cache_write_tokens = tokens_of(u, "cache_creation_input_tokens").value_or(0)};
}

assistant_message decode_assistant(const core::json& message) {
  assistant_message m{text_of(message, "id"), text_of(message, "model"), author::model, {}};
  if (m.model == "<synthetic>") m.by = author::cli;
  const auto& content = member(message, "content");
  if (content.is_string()) m.content.emplace_back(text_block{content.get<std::string>()});
  if (!content.is_array()) return m;
  for (const auto& block : content) m.content.push_back(decode_block(block));
  return m;
}

user_message decode_user(const core::json& message) {
  user_message m;
  const auto& content = member(message, "content");
  if (!content.is_array()) return m;
  for (const auto& block : content) {
    if (text_of(block, "type") != "tool_result") continue;
    m.results.push_back(
        {text_of(block, "tool_use_id"), decode_result_content(member(block, "content")), is_true(block, "is_error")});
  }
  return m;
}

result_message decode_result(const core::json& line) {
  result_message m;
  m.is_error = is_true(line, "is_error");
  m.subtype = text_of(line, "subtype");
  m.session_id = text_of(line, "session_id");
  m.tokens = decode_usage(member(line, "usage"));
  m.num_turns = std::clamp<std::int64_t>(integer_of(line, "num_turns").value_or(0), 0, most_tokens);
  m.stop_reason = text_of(line, "stop_reason");
  m.terminal_reason = text_of(line, "terminal_reason");
  m.api_error_status = integer_of(line, "api_error_status");
  m.api_error_type = text_of(line, "api_error_type");
  m.text = text_of(line, "result");
  for (const auto& e : member(line, "errors")) {
    if (e.is_string()) m.errors.push_back(e.get<std::string>());
  }
  const auto& models = member(line, "model_usage_since_last_result");
  if (!models.is_object()) return m;
  for (const auto& [model, u] : models.items()) {
    m.tokens_by_model.push_back({model,
                                 {.input_tokens = tokens_of(u, "inputTokens").value_or(0),
                                  .output_tokens = tokens_of(u, "outputTokens").value_or(0),
                                  .cache_read_tokens = tokens_of(u, "cacheReadInputTokens").value_or(0),
                                  .cache_write_tokens = tokens_of(u, "cacheCreationInputTokens").value_or(0)}});
  }
  return m;
}

}  // namespace switchboard::wire
