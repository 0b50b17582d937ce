// What the handlers of workspaces and members share.
#pragma once

#include "api/call.hpp"
#include "core/json.hpp"
#include "store/workspace_repository.hpp"

namespace switchboard::api {

/// A body, or its error.
core::result<http::response> json_answer(int status, core::result<core::json_text> body);
/// 204, or its error.
core::result<http::response> empty_answer(const core::result<void>& done);
/// The path's workspace; `not_found` when that is no id.
core::result<core::workspace_id> workspace_of(const call& c);
/// limit and offset; `bad_query`.
core::result<store::page> page_of(const call& c);

}  // namespace switchboard::api
