#include "agent/host_process.hpp"

#include "agent/host_folder.hpp"
#include "core/json.hpp"
#include "process/frame_link.hpp"
#include "process/process_identity.hpp"
#include "process/spawn.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace switchboard::agent {
namespace {

constexpr std::chrono::seconds end_patience{5};

std::string start_order(const host_config& config, const process::spawn_spec& agent, const std::string& secret) {
  const core::json order{{"program", agent.program},
                         {"args", agent.args},
                         {"environment", agent.environment},
                         {"workingDirectory", agent.working_directory},
                         {"stderrTailBytes", agent.stderr_tail_bytes},
                         {"secret", secret},
                         {"patienceMs", config.patience.count()},
                         {"spoolBytes", config.spool_bytes}};
  return core::dump(order);
}

core::error failure(const char* what) {
  return core::make_internal(core::errc::agent_unavailable,
                             std::string(what) + ": " + std::generic_category().message(errno));
}

}  // namespace

core::result<host_process> start_host(const host_config& config, const process::spawn_spec& agent) {
  auto folder = make_host_folder(config.folder);
  if (!folder) return folder.error();
  host_process out;
  out.folder = *folder;
  auto pair = process::make_link_pair();
  const process::file_descriptor null(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  const process::file_descriptor log(
      ::open(log_path(*folder).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!pair || null.get() < 0 || log.get() < 0) {
    auto why = failure("agent host");
    remove_host_folder(*folder);
    return why;
  }
  process::spawn_spec host;
  host.program = config.program;
  host.args = {*folder};
  host.environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
  auto started = process::spawn_on(host, {pair->theirs.get(), null.get(), log.get()});
  if (!started) {
    remove_host_folder(*folder);
    return started.error();
  }
  out.pidfd = std::move(started->pidfd);
  process::frame_link link(std::move(pair->ours));
  link.send({wire::frame_kind::start, 0, 0, 0, start_order(config, agent, read_secret(*folder))});
  if (link.unsent() == 0) {
    out.link = link.take();
    return out;
  }
  signal_process(out.pidfd, SIGTERM);
  has_ended(out.pidfd, end_patience);
  remove_host_folder(*folder);
  return core::make_internal(core::errc::agent_unavailable, "agent host: it does not take its order");
}

process::file_descriptor open_guard(const std::string& folder) {
  const auto guard = read_identity(folder);
  if (!guard) return {};
  process::file_descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, guard->pid, 0)));
  // Looked at again: between the two the pid may have become somebody else's.
  if (pidfd.get() < 0 || read_identity(folder) != guard) return {};
  return pidfd;
}

void signal_process(const process::file_descriptor& pidfd, int number) noexcept {
  if (pidfd.get() >= 0) ::syscall(SYS_pidfd_send_signal, pidfd.get(), number, nullptr, 0);
}

bool has_ended(const process::file_descriptor& pidfd, std::chrono::milliseconds patience) noexcept {
  if (pidfd.get() < 0) return true;
  pollfd end{pidfd.get(), POLLIN, 0};
  if (::poll(&end, 1, static_cast<int>(patience.count())) <= 0) return false;
  siginfo_t info{};
  ::waitid(static_cast<idtype_t>(P_PIDFD), static_cast<id_t>(pidfd.get()), &info, WEXITED | WNOHANG);
  return true;
}

}  // namespace switchboard::agent
