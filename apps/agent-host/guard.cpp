#include "agent-host/guard.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace switchboard::agent_host {
namespace {

sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int s : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, s);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return set;
}

// What the start was given on is the child's alone: the other end must see the child's end.
void drop_standard_input() {
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null >= 0) ::dup2(null, STDIN_FILENO);
  if (null > STDIN_FILENO) ::close(null);
}

void kill_children() {
  std::ifstream list("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  for (pid_t pid = 0; list >> pid;) ::kill(pid, SIGKILL);
}

// True when `worker` is among those that have ended.
bool reap(pid_t worker) {
  bool ended = false;
  for (;;) {
    const auto pid = ::waitpid(-1, nullptr, WNOHANG);
    if (pid <= 0) return ended;
    ended = ended || pid == worker;
  }
}

// Killing one makes its own children ours: until there are none.
void end_all() {
  for (;;) {
    kill_children();
    if (::waitpid(-1, nullptr, 0) < 0 && errno == ECHILD) return;
  }
}

}  // namespace

int run_guarded(const std::function<int()>& work) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const auto signals = block_signals();
  const auto guard = ::getpid();
  const auto worker = ::fork();
  if (worker < 0) return 1;
  if (worker == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    return ::getppid() == guard ? work() : 1;
  }
  drop_standard_input();
  for (;;) {
    const int signal = ::sigwaitinfo(&signals, nullptr);
    if (signal == SIGCHLD && reap(worker)) break;
    if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) break;
  }
  end_all();
  return 0;
}

}  // namespace switchboard::agent_host
