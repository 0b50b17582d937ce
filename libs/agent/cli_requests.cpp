// cli_session's engine, the receiving half: what each line of the CLI means, and the service of its requests.
#include "agent/cli_engine.hpp"
#include "core/log.hpp"
#include "domain/run_failure.hpp"
#include "wire/json_reader.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>

#include <utility>

namespace switchboard::agent {
namespace {

constexpr int method_not_found = -32601;  // JSON-RPC 2.0, section 5.1
constexpr int internal_error = -32603;

std::string json_rpc_error(const core::json& message, int code, const char* text) {
  const auto id = message.is_object() && message.contains("id") ? message["id"] : core::json();
  return core::dump({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", text}}}});
}

// The CLI wants an answer even to a notification, and reads nothing in it.
const core::json_text notification_answer{R"({"jsonrpc":"2.0","id":0,"result":{}})"};

core::result<core::json> parse_rpc(const core::json_text& message) {
  core::json_limits limits;
  limits.max_bytes = message.text.size();
  limits.max_depth = 256;
  limits.duplicates = core::duplicate_keys::keep_last;
  return core::parse_json(message.text, limits);
}

rt::task<std::string> answer_mcp(wire::mcp_request request, std::shared_ptr<session_callbacks> callbacks) {
  auto message = parse_rpc(request.message);
  if (!message) co_return wire::refuse_line(request.request_id, "not a JSON-RPC message");
  core::json_text out;
  if (!callbacks || !callbacks->mcp_message || request.server_name != "tools") {
    out.text = json_rpc_error(*message, method_not_found, "there is no such server now");
  } else {
    auto serving = callbacks->mcp_message(*message);
    const auto answer = co_await std::move(serving);
    out.text = answer.is_null() ? json_rpc_error(*message, internal_error, "no answer") : core::dump(answer);
  }
  co_return wire::mcp_reply_line(request.request_id, out);
}

rt::task<std::string> answer_permission(wire::permission_query query, std::shared_ptr<session_callbacks> callbacks) {
  if (!callbacks || !callbacks->can_use_tool) {
    co_return wire::deny_line(query.request_id, "No one can be asked whether this tool may run.");
  }
  auto asking = callbacks->can_use_tool(query.tool_name, query.tool_use_id, query.input);
  const auto answer = co_await std::move(asking);
  if (answer.allow) co_return wire::allow_line(query.request_id, query.input);
  co_return wire::deny_line(query.request_id, answer.message.empty() ? "Permission was denied." : answer.message);
}

// A callback that throws is a bug of its owner's; the CLI gets an answer all the same.
rt::task<std::string> guarded(std::string request_id, rt::task<std::string> work) {
  try {
    co_return co_await std::move(work);
  } catch (const boost::system::system_error& e) {
    if (e.code() == boost::asio::error::operation_aborted) throw;
    core::log::error("bug", {{"where", "agent callback"}, {"what", e.what()}});
  } catch (const std::exception& e) {
    core::log::error("bug", {{"where", "agent callback"}, {"what", e.what()}});
  }
  co_return wire::refuse_line(request_id, "internal error");
}

rt::task<> until_cancelled(boost::asio::steady_timer& timer) {
  boost::system::error_code ignored;
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

}  // namespace

void cli_session::engine::receive(const transport_line& line) {
  auto decoded = wire::decode_agent_line(line.text);
  if (auto* message = std::get_if<domain::agent_message>(&decoded)) return on(std::move(*message), line);
  std::visit([this](auto&& control) { on(std::forward<decltype(control)>(control)); },
             std::move(std::get<wire::control_message>(decoded)));
}

void cli_session::engine::on(domain::agent_message message, const transport_line& line) {
  if (const auto* init = std::get_if<domain::init_message>(&message)) session_id = init->session_id;
  const auto* result = std::get_if<domain::result_message>(&message);
  // Between turns nothing but the transcript is worth keeping, and not without bound.
  const bool transcript = std::holds_alternative<domain::transcript_mirror_message>(message);
  if (in_turn_ || (transcript && inbox_.has_room())) {
    const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(line.at.time_since_epoch());
    if (result != nullptr) end_turn();
    inbox_.put({at, std::move(message), line.number}, line.text.size());
    return;
  }
  if (result != nullptr && result->is_error) on_startup_failure(*result);
}

// A result before the first turn: the CLI could not start as it was told to.
void cli_session::engine::on_startup_failure(const domain::result_message& result) {
  const auto failure = domain::failure_of(result);
  const bool unknown = failure.detail.find("No conversation found") != std::string::npos;
  for (auto& [id, request] : pending_) {
    request->answer = core::make_internal(unknown ? core::errc::gone : core::errc::agent_unavailable, failure.detail);
    request->answered.cancel();
  }
}

void cli_session::engine::on(wire::mcp_request request) {
  const auto message = parse_rpc(request.message);
  const auto rpc_id = message ? wire::member(*message, "id") : core::json();
  if (message && rpc_id.is_null()) {
    if (wire::text_of(*message, "method") == "notifications/cancelled") {
      cancel_rpc(core::dump(wire::member(wire::member(*message, "params"), "requestId")));
    }
    return send(wire::mcp_reply_line(request.request_id, notification_answer));
  }
  auto id = request.request_id;
  auto rpc = message ? core::dump(rpc_id) : std::string();
  serve(id, std::move(rpc), [request = std::move(request)](std::shared_ptr<session_callbacks> callbacks) {
    return answer_mcp(request, std::move(callbacks));
  });
}

void cli_session::engine::on(wire::permission_query query) {
  auto id = query.request_id;
  serve(id, "", [query = std::move(query)](std::shared_ptr<session_callbacks> callbacks) {
    return answer_permission(query, std::move(callbacks));
  });
}

// How the CLI takes a tool call back when the turn is interrupted (MCP, "Cancellation"). No answer is wanted then.
void cli_session::engine::cancel_rpc(const std::string& rpc_id) {
  for (auto& [id, served] : in_service_) {
    if (served->rpc_id == rpc_id) served->cancel();
  }
}

void cli_session::engine::on(const wire::unknown_request& request) {
  send(wire::refuse_line(request.request_id, "not supported: " + request.subtype));
}

void cli_session::engine::on(wire::control_reply reply) {
  const auto it = pending_.find(reply.request_id);
  if (it == pending_.end()) return;  // too late: nobody waits for it
  if (reply.error) {
    it->second->answer = core::make_internal(core::errc::agent_unavailable, "refused: " + *reply.error);
  } else {
    it->second->answer = std::move(reply.response);
  }
  it->second->answered.cancel();
}

void cli_session::engine::on(const wire::cancelled_request& cancelled) {
  const auto it = in_service_.find(cancelled.request_id);
  if (it != in_service_.end()) it->second->cancel();
}

void cli_session::engine::serve(const std::string& request_id, std::string rpc_id, answer make) {
  if (in_service_.contains(request_id)) return;
  if (in_service_.size() >= limits_.calls_at_once) {
    return send(wire::refuse_line(request_id, "too many requests at once"));
  }
  auto served =
      std::make_shared<call>(call{std::move(rpc_id), boost::asio::steady_timer(executor_, clock::time_point::max())});
  in_service_.emplace(request_id, served);
  calls_.spawn([self = shared_from_this(), request_id, served, make = std::move(make)] {
    return self->serve_one(request_id, served, make);
  });
}

rt::task<> cli_session::engine::serve_one(std::string request_id, std::shared_ptr<call> served, answer make) {
  using boost::asio::experimental::awaitable_operators::operator||;
  auto work = guarded(request_id, make(callbacks_));
  auto stop = until_cancelled(served->cancelled);
  auto either = std::move(work) || std::move(stop);
  auto outcome = co_await std::move(either);
  in_service_.erase(request_id);
  last_sign_ = clock::now();
  if (outcome.index() == 0) send(std::get<0>(std::move(outcome)));
  inbox_.wake();  // the silence watchdog counts again
}

}  // namespace switchboard::agent
