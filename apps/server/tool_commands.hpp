// switchboard-server tools list|check
#pragma once

#include "core/config.hpp"

namespace switchboard::server {

/// Prints the catalog. Exit code.
int list_tools(const core::settings& s);
/// PREPARE and EXPLAIN of every tool under the application's role; prints complaints. Exit code.
int check_tools(const core::settings& s);

}  // namespace switchboard::server
