// Runs statements that are data rather than code (the agents' tools), each in a transaction of its own under the
// caller's identity. A statement is written so that it answers exactly one row; how many rows of a table that row sums
// up, and how large it may grow, is the statement's own business.
//
// The transaction carries switchboard.user_id and switchboard.workspace_id, is READ ONLY where the statement says so,
// has lock_timeout and statement_timeout, and is rolled back unless the statement succeeded. Failures that the author
// of a tool foresees come back as values with the constraint's name, never with SQL text.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <chrono>
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

class statement_runner {
 public:
  virtual ~statement_runner() = default;
  /// Runs `statement` for a user in a workspace and commits. `tenant` outlives the call. Cancelling the awaiting
  /// coroutine cancels the statement in the server.
  virtual rt::task<statement_outcome> run(const auth::tenant_context& tenant, core::workspace_id workspace,
                                          std::shared_ptr<const prepared_statement> statement,
                                          std::vector<std::optional<std::string>> parameters, core::deadline limit) = 0;
  /// PREPARE and EXPLAIN under the application's role with nobody's identity: says whether the statement fits the
  /// database (names, types, privileges). Fails with `invalid_field` whose detail is Postgres's own message.
  virtual rt::task<core::result<void>> explain(std::shared_ptr<const prepared_statement> statement,
                                               std::size_t parameters, core::deadline limit) = 0;
};

}  // namespace switchboard::store
