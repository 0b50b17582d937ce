// Starting a process with posix_spawn, which never copies the parent (a fork of a large server takes tens of
// milliseconds). The child gets its own process group, default signals, three pipes and nothing else.
#pragma once

#include "core/result.hpp"
#include "process/file_descriptor.hpp"
#include "process/spawn_spec.hpp"

#include <sys/types.h>

namespace switchboard::process {

/// A started process: its pid, which is its process group's id too, and our ends of its pipes. Whoever takes it must
/// reap it.
struct spawned {
  pid_t pid = -1;
  file_descriptor pidfd;  // readable once the process has ended; names this process even if the pid is used again
  file_descriptor stdin_end;
  file_descriptor stdout_end;
  file_descriptor stderr_end;
};

/// A process started on files that the caller has opened; they must be above 2.
struct standard_files {
  int in = -1;
  int out = -1;
  int err = -1;
};
struct started_process {
  pid_t pid = -1;
  file_descriptor pidfd;
};
core::result<started_process> spawn_on(const spawn_spec& spec, const standard_files& files);

/// `agent_unavailable` when the program is missing, is not executable, or resources are short; the detail says which.
core::result<spawned> spawn(const spawn_spec& spec);

}  // namespace switchboard::process
