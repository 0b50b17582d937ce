// A tool, as the MCP machine and the registry see it: a description for the model and one call.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <string>

namespace switchboard::mcp {

/// On whose behalf, and where in which run, a tool is called.
struct call_context {
  const auth::tenant_context* tenant = nullptr;
  core::workspace_id workspace;
  core::agent_id agent;
  core::conversation_id conversation;
  core::run_id run;
  std::string tool_call_id;
  core::deadline limit = core::deadline::after(std::chrono::seconds(30));
};

enum class effect { read_only, writes, destructive };

/// Whether a second call with the same arguments changes anything more.
enum class repetition { repeats, idempotent };

/// What tools/list says of a tool.
struct tool_description {
  std::string name;    // "getTransactions"
  std::string domain;  // "finance"
  std::string title;
  std::string description;  // for the model
  core::json_text input_schema;
  effect what = effect::writes;
  repetition again = repetition::repeats;
};

/// What tools/call answers. A failure that the model can mend is an answer with is_error, not a core::error.
struct tool_result {
  core::json_text value;  // compact JSON; becomes one text content
  bool is_error = false;
};

class tool {
 public:
  virtual ~tool() = default;
  virtual const tool_description& description() const noexcept = 0;
  /// `arguments` is an object that was parsed by core::parse_json; the tool checks it against its own schema.
  virtual rt::task<tool_result> call(call_context context, core::json arguments) = 0;
};

}  // namespace switchboard::mcp
