#include "agent/host_folder.hpp"

#include "core/uuid.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace switchboard::agent {
namespace fs = std::filesystem;
namespace {

core::error failure(const std::string& what, int error) {
  return core::make_internal(core::errc::agent_unavailable, what + ": " + std::generic_category().message(error));
}

// A random version 4 UUID has 122 bits of the kernel's; two make a secret.
std::string new_secret() {
  return core::uuid::random().str() + core::uuid::random().str();
}

}  // namespace

core::result<std::string> make_host_folder(const std::string& parent) {
  const auto folder = fs::path(parent) / core::uuid::random().str();
  if (::mkdir(folder.c_str(), 0700) != 0) return failure(folder.string(), errno);
  const auto file = (folder / "secret").string();
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const auto secret = new_secret();
  const bool written = fd >= 0 && ::write(fd, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size());
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (written) return folder.string();
  remove_host_folder(folder);
  return failure(file, why);
}

std::vector<std::string> list_host_folders(const std::string& parent) {
  std::vector<std::string> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    if (entry.is_directory(ignored) && core::uuid::parse(entry.path().filename().string())) {
      out.push_back(entry.path().string());
    }
  }
  return out;
}

void remove_host_folder(const std::string& folder) noexcept {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

std::string read_secret(const std::string& folder) {
  std::ifstream file(fs::path(folder) / "secret");
  std::string out;
  std::getline(file, out);
  return out;
}

std::string spool_path(const std::string& folder) {
  return (fs::path(folder) / "spool").string();
}

std::string log_path(const std::string& folder) {
  return (fs::path(folder) / "log").string();
}

std::optional<process::process_identity> read_identity(const std::string& folder) {
  std::ifstream file(fs::path(folder) / "pid");
  process::process_identity written;
  if (!(file >> written.pid >> written.started) || written.pid <= 1) return std::nullopt;
  const auto now = process::identify(written.pid);
  if (now != written) return std::nullopt;
  return written;
}

}  // namespace switchboard::agent
