// Escapes in JSON strings that are legal where they were written and not where they are read: U+0000, which Postgres
// cannot store, and lone surrogates, which UTF-8 cannot express (JavaScript's JSON.stringify writes both).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace switchboard::wire {

/// The text with each such escape as U+FFFD; nullopt when there is none.
std::optional<std::string> repair_escapes(std::string_view json);

}  // namespace switchboard::wire
