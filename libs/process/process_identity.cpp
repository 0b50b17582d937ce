#include "process/process_identity.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace switchboard::process {
namespace {
constexpr int state_field = 3;
constexpr int start_field = 22;
}  // namespace

std::optional<process_identity> identify(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const auto name_end = line.rfind(") ");  // the name may hold anything
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name_end + 2));
  std::string field;
  for (int i = state_field; fields >> field; ++i) {
    if (i == state_field && (field == "Z" || field == "X")) return std::nullopt;
    if (i == start_field) return process_identity{pid, std::stoull(field)};
  }
  return std::nullopt;
}

}  // namespace switchboard::process
