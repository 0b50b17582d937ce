// What the kernel says a process has used: CPU time and memory, alone or with all its descendants.
#pragma once

namespace load {

enum class scope { process, tree };

struct process_sample {
  double cpu_seconds = 0;
  long rss_kib = 0;
  long pss_kib = 0;
  long processes = 0;
};

/// Zeros where the process is gone. With scope::tree, the CPU time of children that have ended counts too.
process_sample sample_process(int pid, scope what);

struct host_cpu {
  double idle = 0;
  double all = 0;
};

/// Ticks since boot over all cores.
host_cpu sample_host();

}  // namespace load
