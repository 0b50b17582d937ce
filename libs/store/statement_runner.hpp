// Runs statements that are data rather than code (the agents' tools) under the caller's identity. A statement is
// written so that it answers exactly one row; how many rows of a table that row sums up, and how large it may grow, is
// the statement's own business.
//
// One transaction holds the intent (the row in tool_calls), the effect and the result, so that an effect happens once
// however often its call is delivered: the run and the tool call's id are its key, and a call that is there already
// gives the result that was stored. It carries switchboard.user_id and switchboard.workspace_id, has lock_timeout and
// statement_timeout; the statement runs in a savepoint, READ ONLY where it says so, which is rolled back when it fails.
// Failures that the author of a tool foresees come back as values with the constraint's name, never with SQL text.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace switchboard::store {

enum class access_mode { read_only, read_write };

/// One statement with parameters $1…$n, each cast in the text so that its type is never guessed.
struct prepared_statement {
  std::string name;  // unique for its text within the process; "" lets the runner not prepare it
  std::string text;
  access_mode access = access_mode::read_only;
  std::chrono::milliseconds timeout{5000};  // statement_timeout, narrowed by the call's deadline
};

/// The answer's one row as text, NULL as nullopt; empty when there was none.
using text_row = std::vector<std::optional<std::string>>;

/// Why a statement failed, as far as its author can do something about it.
struct statement_failure {
  enum class kind {
    constraint,   // SQLSTATE class 23: `constraint` names it
    bad_value,    // class 22: out of range, division by zero, …
    raised,       // P0001: `message` is what our own function said, meant for the caller
    forbidden,    // 42501: row-level security or privileges
    timed_out,    // statement_timeout, or the deadline
    locked,       // lock_timeout, deadlock, serialization failure: worth another try
    unavailable,  // no connection, or lost in the middle: a write may or may not have happened
    cancelled,    // the awaiting coroutine was cancelled
    internal,     // a bug of ours, already logged
  };
  kind why = kind::internal;
  std::string constraint;
  std::string message;
};

using statement_outcome = std::variant<text_row, statement_failure>;

/// What is written down of a call. Ids that are null stay out: a call from outside a chat has no run, and no key.
struct recorded_call {
  core::workspace_id workspace;
  core::agent_id agent;
  core::conversation_id conversation;
  core::run_id run;
  std::string tool_call_id;
  std::string tool_name;
  core::json_text args;  // redacted
};

/// What a call answers, and what is stored of it.
struct call_answer {
  core::json_text value;  // an object; of a failure: {"error", "message"}
  bool is_error = false;
};

/// Makes the answer of a statement's outcome. Pure; called on a worker thread, inside the transaction.
using answer_maker = std::function<call_answer(const statement_outcome&)>;

class statement_runner {
 public:
  virtual ~statement_runner() = default;
  /// Runs `statement` for a user once, and keeps what it answered. A call that is known gives the stored answer; one
  /// whose effect outside is not known (it was begun and never ended) becomes `unknown` and says so. `tenant` outlives
  /// the call. Cancelling the awaiting coroutine cancels the statement in the server.
  virtual rt::task<call_answer> call(const auth::tenant_context& tenant, recorded_call what,
                                     std::shared_ptr<const prepared_statement> statement,
                                     std::vector<std::optional<std::string>> parameters, answer_maker answer,
                                     core::deadline limit) = 0;
  /// Keeps a call that failed before it had an effect. What cannot be kept is logged.
  virtual rt::task<> record(const auth::tenant_context& tenant, recorded_call what, call_answer answer,
                            core::deadline limit) = 0;
  /// PREPARE and EXPLAIN under the application's role with nobody's identity: says whether the statement fits the
  /// database (names, types, privileges). Fails with `invalid_field` whose detail is Postgres's own message.
  virtual rt::task<core::result<void>> explain(std::shared_ptr<const prepared_statement> statement,
                                               std::size_t parameters, core::deadline limit) = 0;
};

}  // namespace switchboard::store
