// One server to a state folder: the hosts in it are this server's alone, from its start until the kernel sees it end,
// however it ends.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "process/file_descriptor.hpp"

#include <string>

namespace switchboard::agent {

/// Holds the lock of the folder for as long as it lives. Waits until the limit for an earlier server to end; `conflict`
/// when it does not.
core::result<process::file_descriptor> lock_state_folder(const std::string& folder, core::deadline limit);

}  // namespace switchboard::agent
