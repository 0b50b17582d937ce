// Everything that a turn needs to know, loaded in one database round trip: who asks, which agent answers, what it must
// keep in mind, and which conversation goes on.
#pragma once

#include "core/uuid.hpp"
#include "domain/usage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::domain {

/// What somebody has laid down about a tool's calls.
struct tool_rule {
  std::string pattern;   // a tool's name, or a pattern of an agent's tool list
  std::string behavior;  // allow, ask, deny
};

/// A hired agent with its catalog agent's values already folded in (local over catalog).
struct agent_profile {
  core::agent_id id;
  std::string name;
  std::string system_prompt;
  std::string model;  // "sonnet", "opus", "haiku" or a full model id
  std::string permission_mode;
  int max_turns = 10;
  std::vector<std::string> tools;
  std::vector<tool_rule> policies;    // the workspace's, for this agent and the caller's role
  std::vector<tool_rule> remembered;  // the caller's own answers, by tool name
};

struct rule {
  std::string type;  // always, never, when
  std::string content;
  std::string condition;  // of "when"
};

struct skill {
  std::string name;
  std::string display_name;
  std::string description;
  std::string content;
};

struct memory_entry {
  std::string path;
  std::int64_t bytes = 0;
  std::string updated_at;
};

struct task_line {
  std::string status;
  std::string title;
  std::string due;  // may be empty
};

struct meeting_line {
  std::string title;
  std::string starts_at;
};

/// What the agent may know of its user (seed 001's user context).
struct user_context {
  std::string name;
  std::string email;
  std::string role;
  std::string time_zone;
  std::vector<std::string> integrations;
  std::vector<task_line> tasks;
  std::vector<meeting_line> meetings;
};

/// A conversation that goes on.
struct conversation_state {
  core::conversation_id id;
  std::string title;          // empty: none yet
  std::string session_id;     // the CLI's; empty: none yet
  std::int64_t last_seq = 0;  // no event has, or may get, a number between this and `reserved_seq` from anybody else
  std::int64_t reserved_seq = 0;  // 0: none are reserved
  std::int64_t purged_seq = 0;    // events up to here are no longer kept
  std::optional<core::run_id> active_run;
};

/// A saved message, for an agent whose own record of the conversation was lost.
struct said_message {
  std::string role;  // user, assistant
  std::string content;
};

struct turn_input {
  agent_profile agent;
  std::vector<rule> rules;  // by priority
  std::vector<skill> skills;
  std::vector<memory_entry> memories;
  user_context user;
  std::optional<conversation_state> conversation;
  std::vector<model_price> prices;
  std::int64_t spent_today = 0;       // micro-dollars of this user in this workspace since midnight, UTC
  std::vector<said_message> history;  // oldest first; empty but for a lost session
};

}  // namespace switchboard::domain
