#include "agent/state_lock.hpp"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <thread>

namespace switchboard::agent {
namespace {
constexpr std::chrono::milliseconds look_again{50};
}

core::result<process::file_descriptor> lock_state_folder(const std::string& folder, core::deadline limit) {
  const auto path = folder + "/lock";
  process::file_descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  while (file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR && errno != EWOULDBLOCK) break;
    if (limit.passed()) return core::make_field_error("stateDir", "is in use by another server: " + folder);
    std::this_thread::sleep_for(look_again);
    continue;
  }
  if (file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return file;
  return core::make_field_error("stateDir", path + ": " + std::generic_category().message(errno));
}

}  // namespace switchboard::agent
