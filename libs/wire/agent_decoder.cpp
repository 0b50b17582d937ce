#include "wire/agent_decoder.hpp"

#include "wire/content_decoder.hpp"
#include "wire/json_reader.hpp"
#include "wire/json_repair.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace switchboard::wire {
namespace {

using namespace domain;

// Deeper than any line of the CLI but for tool arguments that a model nested on purpose.
constexpr std::size_t max_line_depth = 128;

core::result<core::json> parse_line(std::string_view line) {
  core::json_limits limits;
  limits.max_bytes = line.size();
  limits.max_depth = max_line_depth;
  limits.duplicates = core::duplicate_keys::keep_last;
  auto parsed = core::parse_json(line, limits);
  if (parsed) return parsed;
  const auto repaired = repair_escapes(line);
  if (!repaired) return parsed;
  return core::parse_json(*repaired, limits);
}

init_message decode_init(const core::json& line) {
  init_message m{text_of(line, "session_id"), text_of(line, "model"), text_of(line, "permissionMode"), {}, {}};
  for (const auto& tool : member(line, "tools")) {
    if (tool.is_string()) m.tools.push_back(tool.get<std::string>());
  }
  for (const auto& server : member(line, "mcp_servers")) {
    m.mcp_servers.push_back({text_of(server, "name"), text_of(server, "status")});
  }
  return m;
}

agent_message decode_system(const core::json& line) {
  const auto subtype = text_of(line, "subtype");
  if (subtype == "init") return decode_init(line);
  if (subtype == "status") return status_message{text_of(line, "status")};
  if (subtype == "compact_boundary") return compact_boundary_message{};
  if (subtype == "api_retry") {
    return api_retry_message{.attempt = integer_of(line, "attempt").value_or(0),
                             .max_retries = integer_of(line, "max_retries").value_or(0),
                             .delay_ms = std::max<std::int64_t>(integer_of(line, "retry_delay_ms").value_or(0), 0),
                             .error_status = integer_of(line, "error_status"),
                             .error = text_of(line, "error")};
  }
  return other_message{"system/" + subtype};
}

agent_message decode_delta(const core::json& event) {
  const auto index = integer_of(event, "index").value_or(0);
  const auto& delta = member(event, "delta");
  const auto type = text_of(delta, "type");
  if (type == "text_delta") return text_delta_message{index, text_of(delta, "text")};
  if (type == "thinking_delta") return thinking_delta_message{index, text_of(delta, "thinking")};
  return other_message{"stream_event/" + type};
}

agent_message decode_message_delta(const core::json& event) {
  message_delta_message m;
  const auto& tokens = member(event, "usage");
  m.input_tokens = tokens_of(tokens, "input_tokens");
  m.output_tokens = tokens_of(tokens, "output_tokens");
  m.cache_read_tokens = tokens_of(tokens, "cache_read_input_tokens");
  m.cache_write_tokens = tokens_of(tokens, "cache_creation_input_tokens");
  if (auto reason = text_of(member(event, "delta"), "stop_reason"); !reason.empty()) m.stop_reason = std::move(reason);
  return m;
}

agent_message decode_stream_event(const core::json& line) {
  const auto& event = member(line, "event");
  const auto type = text_of(event, "type");
  if (type == "content_block_delta") return decode_delta(event);
  if (type == "content_block_start") {
    const auto index = integer_of(event, "index").value_or(0);
    const auto& block = member(event, "content_block");
    const auto kind = block_kind_of(text_of(block, "type"));
    return block_start_message{index, kind, text_of(block, kind == block_kind::thinking ? "thinking" : "text")};
  }
  if (type == "content_block_stop") return block_stop_message{integer_of(event, "index").value_or(0)};
  if (type == "message_delta") return decode_message_delta(event);
  if (type == "message_stop") {
    return message_stop_message{integer_of(member(line, "abandoned_blocks"), "from_block_index")};
  }
  if (type == "message_start") {
    const auto& message = member(event, "message");
    return message_start_message{text_of(message, "id"), text_of(message, "model"),
                                 decode_usage(member(message, "usage"))};
  }
  return other_message{"stream_event/" + type};
}

agent_message decode_mirror(const core::json& line) {
  transcript_mirror_message m{text_of(line, "filePath"), {}};
  for (const auto& entry : member(line, "entries")) m.entries.push_back({core::dump(entry)});
  return m;
}

agent_message decode_message(const core::json& line) {
  const auto type = text_of(line, "type");
  if (type == "result") return decode_result(line);
  if (type == "system") return decode_system(line);
  if (type == "transcript_mirror") return decode_mirror(line);
  if (type == "tool_progress") {
    return tool_progress_message{text_of(line, "tool_use_id"), text_of(line, "tool_name"),
                                 number_of(line, "elapsed_time_seconds")};
  }
  // What a subagent says is not the agent's answer.
  if (member(line, "parent_tool_use_id").is_string()) return other_message{type + "/subagent"};
  if (type == "stream_event") return decode_stream_event(line);
  if (type == "assistant") return decode_assistant(member(line, "message"));
  if (type == "user") return decode_user(member(line, "message"));
  return other_message{type};
}

}  // namespace

agent_line decode_agent_line(std::string_view line) {
  const auto parsed = parse_line(line);
  if (!parsed || !parsed->is_object() || !member(*parsed, "type").is_string()) {
    return agent_message(noise_message{line.size()});
  }
  if (auto control = parse_control(*parsed)) return std::move(*control);
  return decode_message(*parsed);
}

}  // namespace switchboard::wire
