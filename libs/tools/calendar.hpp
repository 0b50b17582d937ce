// Dates and times as text: whether Postgres would take them, so that the model hears about its argument and not about
// the database.
#pragma once

#include <string_view>

namespace switchboard::tools {

/// "YYYY-MM-DD", a day that exists, in the years 1000 to 9999.
bool is_date(std::string_view text);
/// RFC 3339 with an offset ("Z" or "+02:00"); seconds may be missing.
bool is_datetime(std::string_view text);

}  // namespace switchboard::tools
