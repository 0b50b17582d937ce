#include "process/spawn.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace switchboard::process {
namespace {

constexpr int first_free_fd = 3;  // after stdin, stdout, stderr

core::error failure(const std::string& what, int error) {
  return core::make_internal(core::errc::agent_unavailable, what + ": " + std::generic_category().message(error));
}

struct pipe_ends {
  file_descriptor read;
  file_descriptor write;
};

// Through syscall(): glibc 2.36 declares its own pidfd_open without C linkage.
int open_pidfd(pid_t pid) {
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

// Close-on-exec, and never 0, 1 or 2, which the child's own are put at.
core::result<pipe_ends> make_pipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) return failure("pipe", errno);
  pipe_ends ends{file_descriptor(fds[0]), file_descriptor(fds[1])};
  for (auto* end : {&ends.read, &ends.write}) {
    if (end->get() >= first_free_fd) continue;
    const int moved = ::fcntl(end->get(), F_DUPFD_CLOEXEC, first_free_fd);
    if (moved < 0) return failure("pipe", errno);
    *end = file_descriptor(moved);
  }
  return ends;
}

// posix_spawn's two argument objects. Their functions fail only for lack of memory.
class attributes {
 public:
  attributes() {
    check(::posix_spawnattr_init(&attr_));
    sigset_t all;
    sigset_t none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    check(::posix_spawnattr_setsigdefault(&attr_, &all));
    check(::posix_spawnattr_setsigmask(&attr_, &none));
    check(::posix_spawnattr_setpgroup(&attr_, 0));
    constexpr short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP;
    check(::posix_spawnattr_setflags(&attr_, flags));
    check(::posix_spawn_file_actions_init(&actions_));
  }
  attributes(const attributes&) = delete;
  attributes& operator=(const attributes&) = delete;
  ~attributes() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attr_);
  }

  void put(int fd, int at) { check(::posix_spawn_file_actions_adddup2(&actions_, fd, at)); }
  void enter(const std::string& directory) {
    if (!directory.empty()) check(::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str()));
  }
  // Other libraries' files may lack close-on-exec.
  void close_from(int fd) { check(::posix_spawn_file_actions_addclosefrom_np(&actions_, fd)); }

  const posix_spawnattr_t* attr() const { return &attr_; }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  static void check(int error) {
    if (error != 0) throw std::system_error(error, std::generic_category(), "posix_spawn attributes");
  }
  posix_spawnattr_t attr_{};
  posix_spawn_file_actions_t actions_{};
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

bool has_nul(const std::vector<std::string>& words) {
  for (const auto& word : words) {
    if (word.find('\0') != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::string describe(const exit_status& status) {
  if (status.code) return "exit code " + std::to_string(*status.code);
  if (!status.signal) return "unknown";
  const char* name = ::sigdescr_np(*status.signal);
  return "signal " + std::to_string(*status.signal) + " (" + (name != nullptr ? name : "unknown") + ")";
}

core::result<started_process> spawn_on(const spawn_spec& spec, const standard_files& files) {
  std::vector<std::string> args{spec.program};
  args.insert(args.end(), spec.args.begin(), spec.args.end());
  std::vector<std::string> environment;
  for (const auto& [name, value] : spec.environment) environment.push_back(name + "=" + value);
  // A NUL would cut a value short of what was checked.
  if (has_nul(args) || has_nul(environment)) return failure("spawn " + spec.program, EINVAL);

  attributes how;
  how.put(files.in, STDIN_FILENO);
  how.put(files.out, STDOUT_FILENO);
  how.put(files.err, STDERR_FILENO);
  how.enter(spec.working_directory);
  how.close_from(first_free_fd);

  const auto argv = pointers(args);
  const auto envp = pointers(environment);
  started_process child;
  const int error =
      ::posix_spawn(&child.pid, spec.program.c_str(), how.actions(), how.attr(), argv.data(), envp.data());
  if (error != 0) return failure("spawn " + spec.program, error);
  // The pid cannot have been used again: nobody else reaps our children.
  child.pidfd = file_descriptor(open_pidfd(child.pid));
  if (child.pidfd.get() < 0) {
    const int why = errno;
    ::kill(-child.pid, SIGKILL);
    ::waitpid(child.pid, nullptr, 0);
    return failure("pidfd_open", why);
  }
  return child;
}

core::result<spawned> spawn(const spawn_spec& spec) {
  auto in = make_pipe();
  if (!in) return in.error();
  auto out = make_pipe();
  if (!out) return out.error();
  auto err = make_pipe();
  if (!err) return err.error();
  auto started = spawn_on(spec, {in->read.get(), out->write.get(), err->write.get()});
  if (!started) return started.error();
  return spawned{started->pid, std::move(started->pidfd), std::move(in->write), std::move(out->read),
                 std::move(err->read)};
}

}  // namespace switchboard::process
