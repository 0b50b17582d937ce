#include "wire/jsonrpc.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace switchboard::wire {
namespace {

using core::json;

constexpr std::size_t max_id_bytes = 256;

bool is_id(const json& id) {
  if (id.is_string()) return id.get_ref<const std::string&>().size() <= max_id_bytes;
  return id.is_number_integer();
}

jsonrpc_envelope invalid(const char* fault) {
  jsonrpc_envelope out;
  out.fault = fault;
  return out;
}

}  // namespace

jsonrpc_envelope read_jsonrpc(const json& message) {
  using kind = jsonrpc_envelope::kind;
  if (message.is_array()) return invalid("batches are not supported");
  if (!message.is_object()) return invalid("a message is an object");
  const auto version = message.find("jsonrpc");
  if (version == message.end() || *version != "2.0") return invalid("jsonrpc must be \"2.0\"");
  jsonrpc_envelope out;
  const auto id = message.find("id");
  const bool has_id = id != message.end() && is_id(*id);
  if (has_id) out.id.text = core::dump(*id);
  const auto method = message.find("method");
  if (method == message.end()) {
    const bool answers = message.contains("result") || message.contains("error");
    out.what = has_id && answers ? kind::response : kind::invalid;
    if (out.what == kind::invalid) out.fault = "a message has a method, or an id with a result or an error";
    return out;
  }
  const auto params = message.find("params");
  if (!method->is_string()) {
    out.fault = "method must be a string";
  } else if (id != message.end() && !has_id) {
    out.fault = "id must be a string or an integer";
  } else if (params != message.end() && !params->is_object()) {
    out.fault = "params must be an object";
  } else {
    out.what = has_id ? kind::request : kind::notification;
    out.method = method->get<std::string>();
  }
  return out;
}

const json& jsonrpc_params(const json& message) {
  static const json none = json::object();
  const auto found = message.find("params");
  return found == message.end() ? none : *found;
}

json jsonrpc_result(const core::json_text& id, json result) {
  return {{"jsonrpc", "2.0"}, {"id", json::parse(id.text)}, {"result", std::move(result)}};
}

json jsonrpc_failure(const core::json_text& id, jsonrpc_error code, std::string_view message) {
  return {{"jsonrpc", "2.0"},
          {"id", json::parse(id.text)},
          {"error", {{"code", static_cast<int>(code)}, {"message", message}}}};
}

}  // namespace switchboard::wire
