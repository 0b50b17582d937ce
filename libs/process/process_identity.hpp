// Which process a pid means: the kernel gives a pid again, but never together with the same start time.
#pragma once

#include <cstdint>
#include <optional>
#include <sys/types.h>

namespace switchboard::process {

struct process_identity {
  pid_t pid = -1;
  std::uint64_t started = 0;  // clock ticks since boot (proc(5), stat, field 22)
  bool operator==(const process_identity&) const = default;
};

/// None when there is no such process, or it is a zombie.
std::optional<process_identity> identify(pid_t pid);

}  // namespace switchboard::process
