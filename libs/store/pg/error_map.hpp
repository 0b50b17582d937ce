// From libpqxx's exceptions to our errors: what Postgres said goes to the detail, never to the public message.
#pragma once

#include "core/error.hpp"

#include <exception>
#include <string_view>

namespace switchboard::store::pg {

/// Maps the exception in flight. `where` names the operation for the log.
core::error map_current_exception(std::string_view where);

/// True when the exception in flight says that the connection is gone.
bool lost_connection(const std::exception& e) noexcept;

}  // namespace switchboard::store::pg
