#include "core/time_text.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace switchboard::core {

std::string to_rfc3339(std::chrono::system_clock::time_point t) {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(t);
  const auto whole = std::chrono::floor<std::chrono::seconds>(ms);
  const auto seconds = static_cast<std::time_t>(whole.time_since_epoch().count());
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 40> out{};
  const int n =
      std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                    utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, static_cast<int>((ms - whole).count()));
  return {out.data(), static_cast<std::size_t>(n)};
}

}  // namespace switchboard::core
