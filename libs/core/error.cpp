#include "core/error.hpp"

#include <array>

namespace switchboard::core {
namespace {

struct row {
  errc code;
  std::string_view name;
  int status;
  std::string_view message;
};

constexpr std::array rows{
    row{errc::bad_json, "bad_json", 400, "The body is not valid JSON."},
    row{errc::invalid_field, "invalid_field", 400, "A field of the request is not valid."},
    row{errc::bad_query, "bad_query", 400, "A query parameter is missing or not valid."},
    row{errc::bad_request, "bad_request", 400, "The request is not valid HTTP."},
    row{errc::unauthenticated, "unauthenticated", 401, "Sign in to do this."},
    row{errc::forbidden, "forbidden", 403, "You may not do this."},
    row{errc::origin_not_allowed, "origin_not_allowed", 403, "Requests from this origin are not allowed."},
    row{errc::not_found, "not_found", 404, "There is nothing here."},
    row{errc::method_not_allowed, "method_not_allowed", 405, "This method is not allowed here."},
    row{errc::not_acceptable, "not_acceptable", 406, "None of the accepted media types can be served."},
    row{errc::request_timeout, "request_timeout", 408, "The request took too long to arrive."},
    row{errc::already_hired, "already_hired", 409, "This agent is already hired in the workspace."},
    row{errc::conversation_busy, "conversation_busy", 409, "The conversation is busy with another message."},
    row{errc::already_resolved, "already_resolved", 409, "This has already been answered."},
    row{errc::conflict, "conflict", 409, "This conflicts with what is there already."},
    row{errc::gone, "gone", 410, "This is no longer kept."},
    row{errc::length_required, "length_required", 411, "A Content-Length is required."},
    row{errc::precondition_failed, "precondition_failed", 412, "It has changed since you read it."},
    row{errc::payload_too_large, "payload_too_large", 413, "The body is too large."},
    row{errc::uri_too_long, "uri_too_long", 414, "The request target is too long."},
    row{errc::unsupported_media_type, "unsupported_media_type", 415, "Send application/json."},
    row{errc::idempotency_mismatch, "idempotency_mismatch", 422, "This idempotency key was used with another request."},
    row{errc::headers_too_large, "headers_too_large", 431, "The request headers are too large."},
    row{errc::rate_limited, "rate_limited", 429, "Too many requests."},
    row{errc::quota_exceeded, "quota_exceeded", 429, "The quota is used up."},
    row{errc::too_many_streams, "too_many_streams", 429, "Too many open streams."},
    row{errc::internal, "internal", 500, "Something went wrong on our side."},
    row{errc::not_implemented, "not_implemented", 501, "This is not supported."},
    row{errc::database_unavailable, "database_unavailable", 503, "The database cannot be reached just now."},
    row{errc::agent_unavailable, "agent_unavailable", 503, "No agent process can be started just now."},
    row{errc::shutting_down, "shutting_down", 503, "The server is shutting down."},
    row{errc::version_not_supported, "version_not_supported", 505, "Use HTTP/1.1."},
    row{errc::overloaded, "overloaded", 503, "The model is overloaded just now."},
    row{errc::model_unavailable, "model_unavailable", 503, "The model cannot be reached just now."},
    row{errc::agent_crashed, "agent_crashed", 500, "The agent's process ended unexpectedly."},
    row{errc::agent_timeout, "agent_timeout", 504, "The agent did not answer in time."},
    row{errc::max_turns, "max_turns", 500, "The agent reached its limit of turns."},
    row{errc::budget_exceeded, "budget_exceeded", 429, "The budget is used up."},
    row{errc::server_restart, "server_restart", 503, "The server restarted during the turn."},
    row{errc::invalid_agent_config, "invalid_agent_config", 500, "The agent's configuration is not valid."},
    row{errc::context_too_long, "context_too_long", 500, "The conversation is too long for the model."},
    row{errc::host_lost, "host_lost", 500, "The agent's process was lost."},
    row{errc::cancelled, "cancelled", 500, "Cancelled."},
    row{errc::timed_out, "timed_out", 504, "It took too long."},
    row{errc::closed, "closed", 500, "The other side has gone away."},
};

const row& find(errc code) noexcept {
  for (const auto& r : rows) {
    if (r.code == code) return r;
  }
  return find(errc::internal);
}

}  // namespace

std::string_view name(errc code) noexcept {
  return find(code).name;
}
int http_status(errc code) noexcept {
  return find(code).status;
}

error make_error(errc code) {
  return make_error(code, std::string(find(code).message));
}

error make_error(errc code, std::string message) {
  return {code, std::move(message)};
}

error make_internal(errc code, std::string detail) {
  error e = make_error(code);
  e.detail = std::move(detail);
  return e;
}

error make_field_error(std::string field, std::string message) {
  error e = make_error(errc::invalid_field, field + ": " + message);
  e.fields.push_back({std::move(field), std::move(message)});
  return e;
}

}  // namespace switchboard::core
