// An agent session: one conversation's live Claude CLI process, seen as turns of typed messages. It lives on one shard
// and takes one turn at a time.
//
// Life cycle: a factory opens it (spawn, initialize), turns follow one another, close() or the destructor ends the
// process group: TERM, then KILL. Nothing is left behind on any path.
#pragma once

#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/agent_message.hpp"
#include "rt/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::agent {

/// What decides how the CLI is started. Two equal specs can share a spare process.
struct session_spec {
  std::string model;  // full model id
  int max_turns = 10;
  int max_thinking_tokens = 4000;
  std::string permission_mode = "default";  // default, acceptEdits, bypassPermissions
  std::string system_prompt;
  core::json_text tool_manifest;           // {"initializeResult": …, "toolsListResult": …} of our MCP server "tools"
  std::vector<std::string> allowed_tools;  // "mcp__tools__getTransactions"
  std::optional<std::string> resume_session_id;  // continue this CLI session (--resume=)
  std::string stored_transcript;  // of resume_session_id, one entry a line; empty: the CLI's own file must do
  std::optional<std::string> new_session_id;  // else: the uuid that the new CLI session gets (--session-id=)
  bool operator==(const session_spec&) const = default;
};

/// One line of the CLI in a turn, decoded, with its arrival time on the steady clock.
struct timed_message {
  std::chrono::milliseconds at{0};
  domain::agent_message message;
  std::uint64_t line = 0;  // its place in the journal that the agent's host keeps
};

/// What a session asks of its owner during a turn. Called on the session's shard; each has the turn's deadline.
///
/// A call may outlive its turn: one that the CLI took back (an interrupt), or that the end of the process cut off, is
/// cancelled, but a statement that blocks runs to its end. So the callbacks must own what they use, and share it with
/// the tasks that they return. The answer of such a call is dropped.
struct session_callbacks {
  /// A JSON-RPC message for our in-process MCP server; the answer goes back to the CLI.
  std::function<rt::task<core::json>(core::json message)> mcp_message;
  /// can_use_tool: true allows; a message explains a denial to the model.
  struct permission {
    bool allow = false;
    std::string message;
  };
  std::function<rt::task<permission>(std::string tool_name, std::string tool_use_id, core::json_text input)>
      can_use_tool;
};

enum class note_kind { begins_turn, later };

class session {
 public:
  virtual ~session() = default;
  /// Starts a turn. `conflict` when one is running.
  virtual rt::task<core::result<void>> begin_turn(std::string user_message, session_callbacks callbacks) = 0;
  /// The next message of the running turn; its last is a `result`. Errors: agent_crashed (process ended without a
  /// result; the detail holds exit status and stderr's tail), agent_timeout (silence watchdog), cancelled.
  virtual rt::task<core::result<timed_message>> next() = 0;
  /// Asks the CLI to stop the running turn; next() then yields its remaining messages and the `result`.
  virtual rt::task<core::result<void>> interrupt() = 0;
  /// The CLI's own session id, once it said one.
  virtual const std::string& session_id() const noexcept = 0;
  virtual bool alive() const noexcept = 0;
  /// True from begin_turn until the turn's result has come, read or not.
  virtual bool in_turn() const noexcept = 0;
  /// Ends the process within the deadline: stdin closed, TERM, then KILL.
  virtual rt::task<> close(core::deadline limit) = 0;

  /// Keeps a text with the turn's lines for a server that takes the turn over. The first one that begins a turn comes
  /// before begin_turn(); it and what follows it are what the other server finds.
  virtual void keep_note(note_kind kind, std::string text) = 0;
  /// Everything so far is saved: the lines and notes may be forgotten.
  virtual void release() = 0;
  /// Leaves the process and its turn to a later server. The session is over; next() says `shutting_down`.
  virtual void detach() = 0;
};

struct left_host;

/// What a turn needs to go on, beside what its host knows.
struct adopted_turn {
  std::string session_id;
  std::string message;  // of the user
  session_callbacks callbacks;
};

/// Opens sessions; implemented by cli_session's factory, and by fakes in tests.
class session_factory {
 public:
  virtual ~session_factory() = default;
  /// `agent_unavailable` when the CLI cannot be started or does not answer `initialize` in time.
  virtual rt::task<core::result<std::unique_ptr<session>>> open(session_spec spec, core::deadline limit) = 0;
  /// The session of a host that an earlier server has left, in the middle of its turn: next() gives the turn's messages
  /// from its first one on. Where the agent is gone they end as those of any crashed agent.
  virtual std::unique_ptr<session> adopt(const boost::asio::any_io_executor& executor, left_host left,
                                         adopted_turn turn) = 0;
  /// Whether open() could succeed, as far as can be seen without starting anything. Thread-safe.
  virtual core::result<void> ready() const = 0;
};

}  // namespace switchboard::agent
