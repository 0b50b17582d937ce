// What Postgres refused, in the words of store::statement_failure.
#pragma once

#include "core/error.hpp"
#include "store/statement_runner.hpp"

#include <pqxx/except>

namespace switchboard::store::pg {

/// From an SQL error's state and message (PostgreSQL manual, appendix A). An internal one is logged here.
statement_failure failure_of(const pqxx::sql_error& e, std::string_view where);

/// From what the pool answers when no statement of ours was to blame.
statement_failure failure_of(const core::error& e);

}  // namespace switchboard::store::pg
