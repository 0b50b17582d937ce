#include "mcp/control_channel.hpp"

#include "core/log.hpp"
#include "wire/jsonrpc.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>

namespace switchboard::mcp {

using core::json;

// A running call: its timer ends at the deadline, or earlier when somebody cancels the call.
struct control_channel::call_state {
  boost::asio::steady_timer timer;
  bool cancelled = false;
};

namespace {

tool_result failure(const char* code, const char* message) {
  return {{core::dump(json{{"error", code}, {"message", message}})}, true};
}

// A tool that throws is a bug, and must not keep the turn waiting.
rt::task<tool_result> guarded(tool& which, call_context context, std::shared_ptr<const json> arguments) {
  try {
    json copy = *arguments;
    co_return co_await which.call(std::move(context), std::move(copy));
  } catch (const std::exception& e) {
    core::log::error("bug", {{"where", which.description().name}, {"what", e.what()}});
  }
  co_return failure("internal", "The tool failed on the server's side. Do not repeat the call; tell the user.");
}

rt::task<> expire(boost::asio::steady_timer& timer) {
  boost::system::error_code ignored;
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

}  // namespace

std::string cli_tool_name(std::string_view tool) {
  return "mcp__" + std::string(server_name) + "__" + std::string(tool);
}

control_channel::control_channel(std::shared_ptr<const registry> tools, const std::vector<std::string>& allowed,
                                 const tool_policy& policy, call_guard guard)
    : server_(std::move(tools), allowed), guard_(std::move(guard)) {
  server_.keep_only([&](const tool_description& tool) { return policy.standing(tool) != permission::deny; });
}

core::json_text control_channel::tool_manifest() const {
  std::string out = "{\"initializeResult\":" + core::dump(server::initialize_result(latest_protocol)) +
                    ",\"toolsListResult\":{\"tools\":[";
  const char* separator = "";
  for (const auto* t : server_.tools()) {
    out += separator + t->listing.text;
    separator = ",";
  }
  return {out + "]}}"};
}

std::vector<std::string> control_channel::unasked_tools(const tool_policy& policy) const {
  std::vector<std::string> out;
  for (const auto* t : server_.tools()) {
    const auto& tool = t->impl->description();
    if (policy.standing(tool) == permission::allow) out.push_back(cli_tool_name(tool.name));
  }
  return out;
}

bool control_channel::must_ask(const tool_policy& policy) const {
  return unasked_tools(policy).size() != server_.tools().size();
}

const tool_description* control_channel::find(std::string_view cli_name) const {
  const auto prefix = cli_tool_name("");
  if (!cli_name.starts_with(prefix)) return nullptr;
  const auto* found = server_.find(cli_name.substr(prefix.size()));
  return found == nullptr ? nullptr : &found->impl->description();
}

rt::task<json> control_channel::on_message(json message, call_context context) {
  auto action = server_.on_message(message);
  if (auto* call = std::get_if<call_action>(&action)) co_return co_await perform(std::move(*call), std::move(context));
  if (const auto* reply = std::get_if<reply_action>(&action)) co_return *reply->message;
  if (const auto* cancel = std::get_if<cancel_action>(&action)) {
    if (const auto found = running_.find(cancel->id.text); found != running_.end()) {
      found->second->cancelled = true;
      found->second->timer.cancel();
    }
  }
  // The CLI wants a response even to what has none.
  co_return wire::jsonrpc_result({"0"}, json::object());
}

rt::task<json> control_channel::perform(call_action call, call_context context) {
  using boost::asio::experimental::awaitable_operators::operator||;
  if (running_.contains(call.id.text)) {
    co_return wire::jsonrpc_failure(call.id, wire::jsonrpc_error::invalid_request, "a call with this id is running");
  }
  if (!guard_(call.which->description(), call.tool_call_id)) {
    core::log::warn("tool_call_refused", {{"tool", call.which->description().name}, {"runId", context.run.str()}});
    co_return server::call_answer(
        call.id, failure("not_allowed", "Nobody has allowed this call. Do not repeat it; tell the user."));
  }
  call_state state{boost::asio::steady_timer(co_await boost::asio::this_coro::executor, context.limit.when())};
  const auto forget = [this, &call](call_state*) { running_.erase(call.id.text); };
  const std::unique_ptr<call_state, decltype(forget)> registered(&state, forget);
  running_[call.id.text] = &state;

  context.tool_call_id = call.tool_call_id;
  auto work = guarded(*call.which, std::move(context), call.arguments);
  auto end = expire(state.timer);
  auto both = std::move(work) || std::move(end);
  auto done = co_await std::move(both);
  if (state.cancelled)
    co_return wire::jsonrpc_failure(call.id, wire::jsonrpc_error::request_cancelled, "the call was cancelled");
  if (done.index() != 0) {
    co_return server::call_answer(call.id, failure("timed_out",
                                                   "The call took too long and was stopped. If it was to "
                                                   "change something, look whether it did."));
  }
  co_return server::call_answer(call.id, std::get<0>(done));
}

}  // namespace switchboard::mcp
