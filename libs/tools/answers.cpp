#include "tools/answers.hpp"

#include "tools/tool_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::tools {
namespace {

using kind = store::statement_failure::kind;

std::string json_string(std::string_view text) {
  return core::dump(core::json(text));
}

bool writes(const tool_header& header) {
  return header.what != mcp::effect::read_only;
}

std::string constraint_text(const tool_header& header, const std::string& constraint) {
  const auto known = header.on_constraint.find(constraint);
  if (known != header.on_constraint.end()) return known->second;
  return "The data's rules refuse this: it duplicates something that exists, refers to something that does not, or "
         "holds a value that is not allowed. Nothing was changed. Look up what is there, then correct the arguments.";
}

std::string timeout_text(const tool_header& header) {
  const auto ms = header.timeout.count();
  const auto limit = ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
  return "It took longer than " + limit + " and was stopped" +
         (writes(header) ? "; nothing was changed. Try again once, with less to do."
                         : ". Narrow the question (shorter dates, more filters, a smaller limit) and try again.");
}

// Why not all rows are shown, and how to get at the rest.
std::string cut_note(const tool_header& header, long long shown, std::size_t cap, const argument_map& arguments) {
  const auto has = [&](std::string_view name) { return std::ranges::find(header.parameters, name, &parameter::name); };
  const bool by_size = shown < static_cast<long long>(cap);
  std::string note = shown == 0 ? "The first row is too large to show"
                                : "Only the first " + std::to_string(shown) + " rows " +
                                      (by_size ? "fit" : "are shown") + "; there are more";
  std::string more;
  const auto offset = has("offset");
  if (offset != header.parameters.end() && shown > 0) {
    const auto given = arguments.at("offset");
    more = " Continue with offset=" + std::to_string(shown + (given ? std::stoll(*given) : 0)) + ",";
  }
  const auto limit = has(limit_parameter);
  if (!by_size && limit != header.parameters.end() && cap < header.row_cap) {
    more += (more.empty() ? " Raise" : " raise") + (" limit (at most " + std::to_string(header.row_cap)) + "),";
  }
  return note + "." + more + (more.empty() ? " Narrow" : " or narrow") + " the filters.";
}

}  // namespace

mcp::tool_result failure_answer(std::string_view code, std::string_view message) {
  return {{"{\"error\":" + json_string(code) + ",\"message\":" + json_string(message) + "}"}, true};
}

mcp::tool_result failure_answer(const tool_header& header, const store::statement_failure& failure) {
  switch (failure.why) {
    case kind::constraint:
      return failure_answer("conflict", constraint_text(header, failure.constraint));
    case kind::bad_value:
      return failure_answer("invalid_arguments",
                            "A value is out of range for the database. Use a smaller or plainer value.");
    case kind::raised:
      return failure_answer("refused", failure.message);
    case kind::forbidden:
      return failure_answer("forbidden",
                            "The user may not do this in this workspace. Do not try again; tell the user.");
    case kind::timed_out:
      return failure_answer("timed_out", timeout_text(header));
    case kind::locked:
      return failure_answer("busy",
                            "Somebody else is changing the same data just now; nothing was changed. Try again once.");
    case kind::unavailable:
      return failure_answer("unavailable",
                            writes(header)
                                ? "The database cannot be reached just now. It is not known whether the change was "
                                  "made: look before you try again, and tell the user if it goes on."
                                : "The database cannot be reached just now. Try again once, then tell the user.");
    case kind::cancelled:
      return failure_answer("cancelled", "The call was cancelled; nothing was changed.");
    case kind::internal:
      break;
  }
  return failure_answer("internal",
                        "The tool failed on the server's side, whatever the arguments. Do not repeat the call; tell "
                        "the user that it failed.");
}

mcp::tool_result success_answer(const tool_header& header, const store::text_row& row, std::size_t cap,
                                const argument_map& arguments) {
  if (row.size() != 3 || !row[0] || !row[1] || !row[2]) return failure_answer(header, {});
  const auto shown = std::stoll(*row[1]);
  const auto found = std::stoll(*row[2]);
  if (header.shape != result_shape::rows) {
    if (found == 0)
      return failure_answer("not_found", header.when_empty.empty() ? "There is no value." : header.when_empty);
    if (shown == 0) return failure_answer("too_large", "The answer is too large to show.");
    return {{(header.shape == result_shape::row ? "{\"row\":" : "{\"value\":") + *row[0] + "}"}, false};
  }
  std::string note;
  if (found == 0) {
    note = header.when_empty;
  } else if (found > shown) {
    note = cut_note(header, shown, cap, arguments);
  }
  return {{"{\"rows\":[" + *row[0] + "],\"rowCount\":" + std::to_string(shown) +
           (note.empty() ? "" : ",\"note\":" + json_string(note)) + "}"},
          false};
}

}  // namespace switchboard::tools
