// From libpqxx's exceptions to our errors: what Postgres said goes to the detail, never to the public message.
#pragma once

#include "core/error.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace switchboard::store::pg {

/// What a failure's log line says of where it came from.
struct caller {
  std::string_view where;  // the operation
  std::string request_id;  // empty where no request waits
};

/// Maps the exception in flight, and logs it.
core::error map_current_exception(const caller& from);

/// True when the exception in flight says that the connection is gone.
bool lost_connection(const std::exception& e) noexcept;

}  // namespace switchboard::store::pg
