// Where an agent host lives on disk: a folder of its own below the server's, for this user alone, named by the host's
// epoch. It holds the secret, the spool, the socket and the identity of the process to signal.
#pragma once

#include "core/result.hpp"
#include "process/process_identity.hpp"

#include <optional>
#include <string>
#include <vector>

namespace switchboard::agent {

inline constexpr auto host_socket_name = "socket";

/// Makes a folder for a new host, with a new secret in it. `agent_unavailable` when it cannot be made.
core::result<std::string> make_host_folder(const std::string& parent);
/// The folders below `parent`, in no order.
std::vector<std::string> list_host_folders(const std::string& parent);
void remove_host_folder(const std::string& folder) noexcept;

/// Empty where there is none.
std::string read_secret(const std::string& folder);
std::string spool_path(const std::string& folder);
/// The host's own words about itself, for the log.
std::string log_path(const std::string& folder);
/// The process that guards the host, if it still is the one that wrote its name there.
std::optional<process::process_identity> read_identity(const std::string& folder);

}  // namespace switchboard::agent
