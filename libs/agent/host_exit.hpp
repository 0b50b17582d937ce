// How an agent ended, as its host tells it.
#pragma once

#include "agent/line_transport.hpp"

#include <string_view>

namespace switchboard::agent {

/// What the payload of an `exited` frame says; an exit with neither code nor signal where it says nothing.
agent_exit read_host_exit(std::string_view json);

}  // namespace switchboard::agent
