// The process of an agent host as a server sees it, whether this server started it or found it: it can be watched and
// ended, and is collected when it is our child.
#pragma once

#include "core/result.hpp"
#include "process/file_descriptor.hpp"
#include "process/spawn_spec.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::agent {

/// How hosts are started.
struct host_config {
  std::string program;                          // switchboard-agent-host
  std::string folder;                           // where hosts have theirs; mode 0700
  std::chrono::milliseconds patience{900'000};  // a host without a server ends its agent after this
  std::uint64_t spool_bytes = 256ULL << 20;     // a turn that prints more is ended
};

struct host_process {
  std::string folder;              // the host's own
  process::file_descriptor link;   // connected; none when the host is gone
  process::file_descriptor pidfd;  // of its guard; none when it is gone
};

/// Starts a host that starts `agent`. `agent_unavailable` when resources are short or the program is missing.
core::result<host_process> start_host(const host_config& config, const process::spawn_spec& agent);
/// The process that guards the host in `folder`; empty when there is none.
process::file_descriptor open_guard(const std::string& folder);

/// Ends the host and all that is below it. Nothing happens where `pidfd` is empty or the process has ended.
void signal_process(const process::file_descriptor& pidfd, int number) noexcept;
/// Whether it has ended, waiting for that up to `patience`; collects it if it is our child.
bool has_ended(const process::file_descriptor& pidfd, std::chrono::milliseconds patience) noexcept;

}  // namespace switchboard::agent
