// Structured logs: one JSON object a line on stderr, through spdlog, with secrets redacted at the sink. This is the
// one part of the program that sees spdlog.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace switchboard::core::log {

enum class level { debug, info, warn, error };

/// One field of a log line. Values are copied into the line at once.
struct field {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double> value;

  field(std::string_view k, std::string_view v) : key(k), value(v) {}
  field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
  field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
  field(std::string_view k, double v) : key(k), value(v) {}
  template<class Int>
    requires std::is_integral_v<Int>
  field(std::string_view k, Int v) : key(k), value(static_cast<std::int64_t>(v)) {}
};

/// Starts logging at `minimum`; call once, before threads. Until then lines go nowhere.
void start(level minimum);
/// The level of a name ("debug", "info", "warn", "error"); nothing for another word.
bool parse_level(std::string_view text, level& out) noexcept;

/// Writes one line: time, level, event (a stable snake_case name), then the fields. Thread-safe.
void write(level l, std::string_view event, std::initializer_list<field> fields);

inline void debug(std::string_view event, std::initializer_list<field> fields = {}) {
  write(level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<field> fields = {}) {
  write(level::info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<field> fields = {}) {
  write(level::warn, event, fields);
}
inline void error(std::string_view event, std::initializer_list<field> fields = {}) {
  write(level::error, event, fields);
}

}  // namespace switchboard::core::log
