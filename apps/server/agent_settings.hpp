// From settings to agents and their runs: how a CLI is started, how many there are, what bounds a turn.
#pragma once

#include "agent/cli_session_factory.hpp"
#include "agent/session_pool.hpp"
#include "chat/run_settings.hpp"
#include "core/config.hpp"
#include "core/result.hpp"

#include <string>

namespace switchboard::server {

agent::cli_config cli_config_of(const core::settings& s);
agent::session_limits session_limits_of(const core::settings& s);
agent::pool_settings pool_settings_of(const core::settings& s);
core::result<std::string> server_id_of(const core::settings& s);
chat::run_settings run_settings_of(const core::settings& s, std::string server_id);

}  // namespace switchboard::server
