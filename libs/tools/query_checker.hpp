// Which SQL of an agent's own may run: one SELECT, parsed by Postgres's parser (libpg_query), made of the kinds of
// nodes, functions and types on a list. What is not on the list is refused, so that what Postgres learns next is
// refused too.
//
// The role that runs it could do no harm with more, but it could cost: wait, lock, or make values without end. So what
// grows (repeat, replace, recursion, arrays out of rows) is off the list, and joining text is counted.
//
// Pure; libpg_query keeps its state per thread.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace switchboard::tools {

constexpr std::size_t max_query_bytes = 10'000;
/// Of `||` in one query.
constexpr std::size_t max_text_joins = 16;

/// The statement without what stands around it. `invalid_field` where it may not run: its message is for the model.
core::result<std::string> check_query(std::string_view sql);

}  // namespace switchboard::tools
