// The rows of tool_calls: a call's intent before its effect, its answer after it, in one transaction. The unique key
// (run, tool call id) makes a second delivery wait for the first and then find its answer.
#pragma once

#include "store/pg/database.hpp"
#include "store/statement_runner.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace switchboard::store::pg {

/// A call whose intent is written now (`id`), or one that is known already: then nothing may be done, and this is its
/// answer.
struct begun_call {
  std::string id;
  std::optional<call_answer> known;
};

begun_call begin_call(tenant_tx& tx, const recorded_call& what);

/// Writes the answer of a call that began in this transaction.
void end_call(tenant_tx& tx, const std::string& id, const call_answer& answer, std::chrono::milliseconds took);

}  // namespace switchboard::store::pg
