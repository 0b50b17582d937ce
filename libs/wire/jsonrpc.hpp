// JSON-RPC 2.0 (jsonrpc.org/specification), narrowed as MCP narrows it: no batches, ids are strings or integers, params
// are objects.
#pragma once

#include "core/json.hpp"

#include <string>
#include <string_view>

namespace switchboard::wire {

enum class jsonrpc_error : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  request_cancelled = -32800,  // as the Language Server Protocol has it; MCP leaves the number open
};

/// What a message is, without its params. The id is kept as its JSON text, ready to be echoed.
struct jsonrpc_envelope {
  enum class kind { request, notification, response, invalid };
  kind what = kind::invalid;
  core::json_text id;
  std::string method;
  std::string fault;  // of an invalid one
};

jsonrpc_envelope read_jsonrpc(const core::json& message);

/// The message's params; an empty object where it has none.
const core::json& jsonrpc_params(const core::json& message);

/// {"jsonrpc":"2.0","id":…,"result":…}
core::json jsonrpc_result(const core::json_text& id, core::json result);
/// {"jsonrpc":"2.0","id":…,"error":{"code":…,"message":…}}
core::json jsonrpc_failure(const core::json_text& id, jsonrpc_error code, std::string_view message);

}  // namespace switchboard::wire
