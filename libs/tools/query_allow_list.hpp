// The words that SQL of an agent's own may use.
#pragma once

#include <string_view>

namespace switchboard::tools {

/// A node of libpg_query's tree, e.g. "FuncCall".
bool query_may_hold(std::string_view node);
/// A function or aggregate of pg_catalog, or its guarded twin in schema query.
bool query_may_call(std::string_view function);
/// A type to cast to, by Postgres's own name, e.g. "int4".
bool query_may_cast_to(std::string_view type);
/// A column's name. Some name no column: Postgres takes `row.function` for a call, and every table has hidden columns.
bool query_may_read(std::string_view column);

}  // namespace switchboard::tools
