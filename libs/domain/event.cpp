#include "domain/event.hpp"

#include <nlohmann/json.hpp>

#include <cctype>

namespace switchboard::domain {
namespace {

template<class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};

std::string quoted(std::string_view s) {
  return core::dump(core::json(s));
}

// Appends members in order; values arrive as JSON text so that arguments and results are not parsed again.
class object_writer {
 public:
  object_writer(std::string_view type, std::int64_t seq) {
    out_ = "{\"type\":\"";
    out_ += type;
    out_ += "\",\"seq\":";
    out_ += std::to_string(seq);
  }
  object_writer& raw(std::string_view key, std::string_view value) {
    out_ += ",\"";
    out_ += key;
    out_ += "\":";
    out_ += value;
    return *this;
  }
  object_writer& text(std::string_view key, std::string_view value) { return raw(key, quoted(value)); }
  object_writer& number(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }
  object_writer& boolean(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  std::string finish() {
    out_ += '}';
    return std::move(out_);
  }

 private:
  std::string out_;
};

// 12345 micro-dollars -> 0.012345
std::string dollars(std::int64_t micro) {
  auto fraction = std::to_string(micro % 1'000'000);
  fraction.insert(0, 6 - fraction.size(), '0');
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  return std::to_string(micro / 1'000'000) + "." + fraction;
}

std::string usage_json(const done_event& e) {
  return "{\"inputTokens\":" + std::to_string(e.tokens.input_tokens) +
         ",\"outputTokens\":" + std::to_string(e.tokens.output_tokens) +
         ",\"cacheReadTokens\":" + std::to_string(e.tokens.cache_read_tokens) +
         ",\"cacheWriteTokens\":" + std::to_string(e.tokens.cache_write_tokens) +
         ",\"costUsd\":" + dollars(e.cost_microdollars) + "}";
}

}  // namespace

std::string_view type_name(const event& e) noexcept {
  static constexpr std::string_view names[] = {
      "session", "text", "reasoning", "tool_start", "tool_result", "permission_request", "permission_resolved",
      "status",  "done", "error"};
  return names[e.index()];
}

bool is_terminal(const event& e) noexcept {
  return std::holds_alternative<done_event>(e) || std::holds_alternative<error_event>(e);
}

std::string to_json(const event& e, std::int64_t seq) {
  object_writer w(type_name(e), seq);
  std::visit(
      overloaded{
          [&](const session_event& v) {
            w.text("sessionId", v.session_id).text("conversationId", v.conversation.str()).text("runId", v.run.str());
            w.boolean("isResumed", v.is_resumed);
          },
          [&](const text_event& v) {
            w.text("content", v.content).boolean("isComplete", v.state == block_state::complete);
          },
          [&](const reasoning_event& v) {
            w.text("content", v.content).boolean("isComplete", v.state == block_state::complete);
          },
          [&](const tool_start_event& v) {
            w.text("toolName", v.tool_name).text("toolCallId", v.tool_call_id).raw("args", v.args.text);
            w.text("displayName", v.display_name);
          },
          [&](const tool_result_event& v) {
            w.text("toolCallId", v.tool_call_id).raw("result", v.result.text).boolean("success", v.success);
            w.number("durationMs", v.duration_ms);
          },
          [&](const permission_request_event& v) {
            w.text("approvalId", v.approval.str()).text("toolName", v.tool_name).text("toolCallId", v.tool_call_id);
            w.raw("args", v.args.text).text("displayName", v.display_name).text("reason", v.reason);
            w.text("expiresAt", v.expires_at);
          },
          [&](const permission_resolved_event& v) {
            w.text("approvalId", v.approval.str()).text("decision", v.decision).text("decidedBy", v.decided_by);
          },
          [&](const status_event& v) {
            w.text("status", v.status);
            if (v.position) w.number("position", *v.position);
            if (v.attempt) w.number("attempt", *v.attempt);
            if (v.delay_ms) w.number("delayMs", *v.delay_ms);
            if (!v.detail.empty()) w.text("detail", v.detail);
            if (!v.session_id.empty()) w.text("sessionId", v.session_id).boolean("isResumed", v.is_resumed);
          },
          [&](const done_event& v) {
            w.raw("usage", usage_json(v)).number("turnCount", v.turn_count).text("stopReason", v.stop_reason);
            w.text("messageId", v.message.str());
          },
          [&](const error_event& v) {
            w.text("message", v.message).text("code", v.code).boolean("recoverable", v.recoverable);
          },
      },
      e);
  return w.finish();
}

std::string display_name(std::string_view tool_name) {
  std::string out;
  for (std::size_t i = 0; i < tool_name.size(); ++i) {
    const auto c = static_cast<unsigned char>(tool_name[i]);
    const bool gap = c == '_' || c == '-' || c == '.';
    if (gap) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    const bool lower_before = i > 0 && std::islower(static_cast<unsigned char>(tool_name[i - 1])) != 0;
    const bool lower_after =
        i + 1 < tool_name.size() && std::islower(static_cast<unsigned char>(tool_name[i + 1])) != 0;
    const bool upper_before = i > 0 && std::isupper(static_cast<unsigned char>(tool_name[i - 1])) != 0;
    if (std::isupper(c) != 0 && (lower_before || (upper_before && lower_after))) out += ' ';
    const bool starts_word = out.empty() || out.back() == ' ';
    out += static_cast<char>(starts_word ? std::toupper(c) : c);
  }
  return out;
}

}  // namespace switchboard::domain
