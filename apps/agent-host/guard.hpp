// Nothing that a host starts outlives it. The guard is a second process, the host's parent: orphans below it become its
// children, and when the host ends, however it ends, the guard kills what is left and then ends itself. When the guard
// is killed, the kernel tells the host, which ends its agent.
#pragma once

#include <functional>

namespace switchboard::agent_host {

/// Runs `work` in a child process and guards it; returns the exit code for main(), in both processes. SIGTERM to the
/// guard ends everything at once; in the child it is blocked, for `work` to look for.
int run_guarded(const std::function<int()>& work);

}  // namespace switchboard::agent_host
