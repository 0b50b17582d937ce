#include "migrate/sql_error_text.hpp"

#include <charconv>
#include <sstream>

namespace switchboard::migrate {
namespace {

std::string_view after_severity(std::string_view line) {
  for (const std::string_view severity : {"ERROR:  ", "FATAL:  ", "PANIC:  "}) {
    if (const auto at = line.find(severity); at != std::string_view::npos) return line.substr(at + severity.size());
  }
  return line;
}

std::string joined(std::string_view what, std::string_view prefix) {
  std::istringstream lines{std::string(what)};
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(prefix)) text += "; " + line.substr(line.find_first_not_of(' ', prefix.size()));
  }
  return text;
}

}  // namespace

std::string error_text(std::string_view what) {
  const auto first = what.substr(0, what.find('\n'));
  return std::string(after_severity(first)) + joined(what, "DETAIL:") + joined(what, "HINT:");
}

std::size_t error_line(std::string_view what) {
  constexpr std::string_view mark = "\nLINE ";
  const auto at = what.find(mark);
  if (at == std::string_view::npos || what.find("\nQUERY:") != std::string_view::npos) return 1;
  std::size_t line = 1;
  std::from_chars(what.data() + at + mark.size(), what.data() + what.size(), line);
  return line;
}

}  // namespace switchboard::migrate
