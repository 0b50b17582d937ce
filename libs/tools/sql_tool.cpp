#include "tools/sql_tool.hpp"

#include "tools/answers.hpp"
#include "tools/arguments.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::tools {
namespace {

template<class Id>
std::optional<std::string> id_or_null(const Id& id) {
  if (id == Id{}) return std::nullopt;
  return id.str();
}

// What the server knows, by the names that a statement may use.
argument_map context_values(const mcp::call_context& context) {
  return {{"workspace_id", id_or_null(context.workspace)},
          {"user_id", context.tenant->user_id().str()},
          {"agent_id", id_or_null(context.agent)},
          {"conversation_id", id_or_null(context.conversation)},
          {"run_id", id_or_null(context.run)}};
}

std::size_t cap_of(const tool_header& header, const argument_map& arguments) {
  const auto limit = arguments.find(std::string(limit_parameter));
  if (header.shape != result_shape::rows || limit == arguments.end() || !limit->second) return header.row_cap;
  return std::min(header.row_cap, static_cast<std::size_t>(std::max(std::stoll(*limit->second), 1LL)));
}

}  // namespace

rt::task<mcp::tool_result> sql_tool::call(mcp::call_context context, core::json arguments) {
  store::recorded_call what{context.workspace,
                            context.agent,
                            context.conversation,
                            context.run,
                            context.tool_call_id,
                            file_.header.name,
                            redacted_arguments(file_.header.parameters, arguments)};
  // A caller that names no call of its own cannot deliver it twice.
  if (what.tool_call_id.empty()) what.tool_call_id = core::uuid::random().str();
  auto checked = check_arguments(file_.header.parameters, arguments);
  if (!checked) {
    const auto refused = failure_answer("invalid_arguments",
                                        checked.error().message + ". Correct the arguments and call the tool again.");
    store::call_answer kept{refused.value, true};
    co_await runner_.record(*context.tenant, std::move(what), std::move(kept), context.limit);
    co_return refused;
  }
  const auto cap = cap_of(file_.header, *checked);
  auto values = context_values(context);
  values.insert(checked->begin(), checked->end());
  std::vector<std::optional<std::string>> parameters;
  parameters.reserve(file_.positions.size() + 1);
  for (const auto& name : file_.positions) parameters.push_back(values.at(name));
  parameters.emplace_back(std::to_string(cap));

  store::answer_maker answer = [this, cap, &checked](const store::statement_outcome& outcome) {
    const auto* failure = std::get_if<store::statement_failure>(&outcome);
    auto made = failure != nullptr ? failure_answer(file_.header, *failure)
                                   : success_answer(file_.header, std::get<store::text_row>(outcome), cap, *checked);
    return store::call_answer{std::move(made.value), made.is_error};
  };
  auto done = co_await runner_.call(*context.tenant, std::move(what), file_.statement, std::move(parameters),
                                    std::move(answer), context.limit);
  co_return mcp::tool_result{std::move(done.value), done.is_error};
}

}  // namespace switchboard::tools
