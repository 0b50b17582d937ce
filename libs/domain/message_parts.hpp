// The parts of an assistant message as they are saved (seed 003, MessagePart): text, reasoning, and tool calls with
// their state, in the order in which they began.
#pragma once

#include "core/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace switchboard::domain {

enum class tool_state { running, completed, error };

struct text_part {
  std::string text;
};
struct reasoning_part {
  std::string text;
};
struct tool_call_part {
  std::string id;
  std::string name;  // without the mcp__server__ prefix
  core::json_text args;
  core::json_text result;  // meaningful unless running
  tool_state state = tool_state::running;
};
using message_part = std::variant<text_part, reasoning_part, tool_call_part>;

class message_parts {
 public:
  /// Begins a part; deltas that follow go to it. Its position is returned.
  std::size_t begin(message_part part);
  /// Appends to the newest text or reasoning part.
  void append(std::string_view text);
  /// Empties a text or reasoning part, which is then not saved.
  void drop_text(std::size_t position);
  /// Ends a tool call. False when no such call is running.
  bool finish_tool(std::string_view id, core::json_text result, tool_state state);
  /// Tool calls that still run never will: their state becomes error.
  void abandon_tools();

  const std::vector<message_part>& all() const noexcept { return parts_; }
  /// The text parts, with an empty line between two.
  std::string text() const;
  /// [{"type":"text","text":…}, {"type":"reasoning","reasoning":…}, {"type":"tool-call",…}]; empty texts are left out.
  core::json_text json() const;

 private:
  std::vector<message_part> parts_;
};

}  // namespace switchboard::domain
