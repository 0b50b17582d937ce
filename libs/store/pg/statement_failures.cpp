#include "store/pg/statement_failures.hpp"

#include "core/log.hpp"

#include <string>

namespace switchboard::store::pg {
namespace {

using kind = statement_failure::kind;

kind kind_of(std::string_view state) {
  if (state == "57014") return kind::timed_out;
  if (state == "55P03" || state.starts_with("40")) return kind::locked;
  if (state == "P0001") return kind::raised;
  if (state == "42501") return kind::forbidden;
  if (state.starts_with("22")) return kind::bad_value;
  if (state.starts_with("23")) return kind::constraint;
  for (const std::string_view c : {"08", "53", "57", "58"}) {
    if (state.starts_with(c)) return kind::unavailable;
  }
  return kind::internal;
}

// libpqxx 6 hides the diagnostics field, so the name is read out of `… constraint "name" …`.
std::string constraint_in(std::string_view message) {
  static constexpr std::string_view mark = "constraint \"";
  const auto begin = message.find(mark);
  if (begin == std::string_view::npos) return {};
  message.remove_prefix(begin + mark.size());
  return std::string(message.substr(0, message.find('"')));
}

// The primary message: its first line without "ERROR:  ".
std::string first_line(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  if (const auto colon = message.find(":  "); colon != std::string_view::npos) message.remove_prefix(colon + 3);
  return std::string(message);
}

}  // namespace

statement_failure failure_of(const pqxx::sql_error& e, std::string_view where) {
  statement_failure out;
  out.why = kind_of(e.sqlstate());
  if (out.why == kind::constraint) out.constraint = constraint_in(e.what());
  if (out.why == kind::raised) out.message = first_line(e.what());
  if (out.why == kind::internal) {
    core::log::error("statement_failed", {{"where", where}, {"sqlstate", e.sqlstate()}, {"detail", e.what()}});
  }
  return out;
}

statement_failure failure_of(const core::error& e) {
  statement_failure out;
  switch (e.code) {
    case core::errc::database_unavailable:
      out.why = kind::unavailable;
      break;
    case core::errc::timed_out:
      out.why = kind::timed_out;
      break;
    case core::errc::conflict:  // a deferred constraint, found at commit
      out.why = kind::constraint;
      break;
    case core::errc::forbidden:
      out.why = kind::forbidden;
      break;
    default:
      break;
  }
  return out;
}

}  // namespace switchboard::store::pg
