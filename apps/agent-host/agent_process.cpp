#include "agent-host/agent_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace switchboard::agent_host {
namespace {

constexpr int reads_at_once = 16;
constexpr int last_reads = 1024;  // of a dead agent's pipe, which a process outside its group may hold open
constexpr int exit_not_started = 127;

void make_non_blocking(int fd) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

}  // namespace

core::result<agent_process> agent_process::start(process::spawn_spec spec) {
  spec.args.insert(spec.args.begin(), {"--become", std::to_string(::getpid()), spec.program});
  spec.program = "/proc/self/exe";
  const auto tail_bytes = spec.stderr_tail_bytes;
  auto started = process::spawn(spec);
  if (!started) return started.error();
  return agent_process(std::move(*started), tail_bytes);
}

agent_process::agent_process(process::spawned started, std::size_t tail_bytes)
    : process_(std::move(started)), tail_limit_(tail_bytes) {
  make_non_blocking(process_.stdin_end.get());
  make_non_blocking(process_.stdout_end.get());
  make_non_blocking(process_.stderr_end.get());
}

// False when there is nothing more to read now; the descriptor is closed at its end.
bool agent_process::read_some(process::file_descriptor& from, std::string& into) {
  std::array<char, 64U << 10> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  const auto n = ::read(from.get(), bytes.data(), bytes.size());
  if (n > 0) {
    into.assign(bytes.data(), static_cast<std::size_t>(n));
    return true;
  }
  if (n == 0 || (errno != EAGAIN && errno != EINTR)) from.reset();
  return false;
}

void agent_process::read_out() {
  std::string bytes;
  for (int i = 0; i < reads_at_once && process_.stdout_end.get() >= 0 && read_some(process_.stdout_end, bytes); ++i) {
    framer_.push(bytes);
  }
}

void agent_process::read_err() {
  std::string bytes;
  for (int i = 0; i < reads_at_once && process_.stderr_end.get() >= 0 && read_some(process_.stderr_end, bytes); ++i) {
    tail_ += bytes;
    if (tail_.size() > tail_limit_) tail_.erase(0, tail_.size() - tail_limit_);
  }
}

void agent_process::tell(std::uint64_t command, std::string line) {
  line += '\n';
  pending_.push_back({command, std::move(line), 0});
  write_in();
}

void agent_process::write_in() {
  while (!pending_.empty()) {
    auto& first = pending_.front();
    const int fd = process_.stdin_end.get();
    const auto n = fd < 0 ? -1 : ::write(fd, first.line.data() + first.sent, first.line.size() - first.sent);
    if (fd >= 0 && n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n < 0) {
      close_in();  // it no longer reads: its end will say the rest
      return;
    }
    first.sent += static_cast<std::size_t>(n);
    if (first.sent < first.line.size()) continue;
    written_.push_back(first.command);
    pending_.pop_front();
  }
}

void agent_process::close_in() {
  process_.stdin_end.reset();
  for (const auto& p : pending_) written_.push_back(p.command);
  pending_.clear();
}

void agent_process::signal(int number) const noexcept {
  ::kill(-process_.pid, number);
}

process::exit_status agent_process::reap() {
  siginfo_t info{};
  const auto id = static_cast<id_t>(process_.pid);
  // First only look: as long as the process is a zombie its pid, and so its group's id, is nobody else's.
  while (::waitid(P_PID, id, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  ::kill(-process_.pid, SIGKILL);
  std::string bytes;
  for (int i = 0; i < last_reads && process_.stdout_end.get() >= 0 && read_some(process_.stdout_end, bytes); ++i) {
    framer_.push(bytes);
  }
  read_err();
  process_.stdout_end.reset();
  process_.stderr_end.reset();
  while (::waitid(P_PID, id, &info, WEXITED) != 0 && errno == EINTR) {
  }
  process_.pidfd.reset();
  process::exit_status status;
  if (info.si_code == CLD_EXITED) status.code = info.si_status;
  if (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED) status.signal = info.si_status;
  return status;
}

int become(char** program_and_args) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const std::string_view parent = program_and_args[0];
  if (parent != std::to_string(::getppid())) return exit_not_started;
  ::execv(program_and_args[1], program_and_args + 1);
  const auto why = std::generic_category().message(errno);
  std::fprintf(stderr, "%s: %s\n", program_and_args[1], why.c_str());
  return exit_not_started;
}

}  // namespace switchboard::agent_host
