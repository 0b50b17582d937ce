// The command line of switchboard-server.
#pragma once

#include "core/config.hpp"
#include "core/result.hpp"
#include "server/admin_commands.hpp"

#include <optional>
#include <string>

namespace switchboard::server {

enum class command { serve, check_config, tools_list, tools_check, admin };

struct options {
  command what = command::serve;
  std::string config_file;
  admin_options admin;
};

/// Parses argv; nullopt when the program should end with `exit_code` (help was shown, or a flag is wrong).
std::optional<options> parse_options(int argc, char** argv, int& exit_code);

/// Environment, then the config file, then defaults.
core::result<core::settings> load(const options& o);

}  // namespace switchboard::server
