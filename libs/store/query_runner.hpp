// Runs SQL that an agent wrote. It is not trusted with anything: it runs as a login role of its own that may only
// select what policies show, under an identity that is signed and not set, in a read-only transaction that is rolled
// back, on a connection that is closed afterwards. Whether it may run at all is decided before
// (tools/query_checker.hpp); what is promised here holds for any text.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/statement_runner.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace switchboard::store {

struct query_failure {
  enum class kind {
    invalid,      // Postgres refused it: `message` says why, about the SQL that was sent and nothing else
    timed_out,    // the limit was reached
    unavailable,  // no connection, or too many queries at once
    forbidden,    // the user is no member of the workspace
    cancelled,    // the awaiting coroutine was cancelled
  };
  kind why = kind::invalid;
  std::string message;
};

using query_outcome = std::variant<text_row, query_failure>;

class query_runner {
 public:
  virtual ~query_runner() = default;
  /// Runs one statement, which answers one row, for a user in a workspace. `tenant` outlives the call.
  virtual rt::task<query_outcome> run(const auth::tenant_context& tenant, core::workspace_id workspace, std::string sql,
                                      std::vector<std::optional<std::string>> parameters, core::deadline limit) = 0;
};

}  // namespace switchboard::store
