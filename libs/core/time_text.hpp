// Times as text: RFC 3339 in UTC, and durations as people read them.
#pragma once

#include <chrono>
#include <string>

namespace switchboard::core {

/// "2026-11-20T07:30:21.123Z".
std::string to_rfc3339(std::chrono::system_clock::time_point t);

}  // namespace switchboard::core
