#include "process_sample.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

namespace load {
namespace {

struct stat_line {
  int parent = 0;
  double cpu_seconds = 0;
};

std::optional<stat_line> read_stat(int pid, scope what) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  int parent = 0;
  long user = 0;
  long system = 0;
  long child_user = 0;
  long child_system = 0;
  if (std::sscanf(line.c_str() + name_end + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld %ld %ld", &parent,
                  &user, &system, &child_user, &child_system) != 5)
    return std::nullopt;
  const long ticks = user + system + (what == scope::tree ? child_user + child_system : 0);
  return stat_line{parent, static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK))};
}

long kib_of(const std::string& file_name, const std::string& key) {
  std::ifstream file(file_name);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key)) return std::atol(line.c_str() + key.size());
  return 0;
}

std::map<int, std::vector<int>> children_by_parent() {
  std::map<int, std::vector<int>> out;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const int pid = std::atoi(entry.path().filename().c_str());
    if (pid <= 0) continue;
    if (const auto found = read_stat(pid, scope::process)) out[found->parent].push_back(pid);
  }
  return out;
}

}  // namespace

process_sample sample_process(int pid, scope what) {
  process_sample out;
  auto children = what == scope::tree ? children_by_parent() : std::map<int, std::vector<int>>();
  std::vector<int> todo{pid};
  for (std::size_t i = 0; i < todo.size(); ++i) {
    const int id = todo[i];
    const auto found = read_stat(id, what);
    if (!found) continue;
    const std::string folder = "/proc/" + std::to_string(id);
    out.cpu_seconds += found->cpu_seconds;
    out.rss_kib += kib_of(folder + "/status", "VmRSS:");
    out.pss_kib += kib_of(folder + "/smaps_rollup", "Pss:");
    ++out.processes;
    todo.insert(todo.end(), children[id].begin(), children[id].end());
  }
  return out;
}

host_cpu sample_host() {
  std::ifstream file("/proc/stat");
  std::string word;
  file >> word;
  host_cpu out;
  for (int i = 0; i < 8; ++i) {
    double ticks = 0;
    file >> ticks;
    out.all += ticks;
    if (i == 3 || i == 4) out.idle += ticks;  // idle and waiting for a disk
  }
  return out;
}

}  // namespace load
