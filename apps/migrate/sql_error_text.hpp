// What libpq says of an error, for one line of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace switchboard::migrate {

/// The error's own words with its detail and hint, without severity, quoted source and context.
std::string error_text(std::string_view what);

/// The line within the failed statement that Postgres points at, counted from 1; 1 where it points nowhere, or into the
/// body of a function.
std::size_t error_line(std::string_view what);

}  // namespace switchboard::migrate
