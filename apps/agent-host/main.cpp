// switchboard-agent-host FOLDER: runs one agent for the server at the other end of standard input, and for those that
// follow it. See ARCHITECTURE.md, "Agent hosts".
#include "agent-host/guard.hpp"
#include "agent-host/host.hpp"
#include "process/process_identity.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace switchboard;

// Whom a later server may signal: the guard, and only if it is still this very process.
bool write_identity() {
  const auto guard = process::identify(::getppid());
  if (!guard) return false;
  std::ofstream file("pid.new");
  file << guard->pid << " " << guard->started << "\n" << std::flush;
  return file && std::rename("pid.new", "pid") == 0;
}

int host_agent() {
  std::signal(SIGPIPE, SIG_IGN);
  // Standard input is the link; what the agent gets there is a pipe of its own.
  process::frame_link server(process::file_descriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)));
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(null, STDIN_FILENO);
  ::dup2(null, STDOUT_FILENO);
  auto order = agent_host::receive_order(server);
  if (!order) return 1;
  auto spool = process::spool_file::create("spool", order->spool_bytes);
  auto listener = process::listen_in(".", "socket");
  if (!spool || !listener || !write_identity()) {
    const auto reason = spool ? std::string("the host's folder cannot be written") : spool.error().detail;
    server.send({wire::frame_kind::fault, 0, 0, 0, reason});
    return 1;
  }
  agent_host::host host(std::move(*order), std::move(*spool), std::move(*listener), std::move(server));
  return host.run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc >= 4 && std::strcmp(argv[1], "--become") == 0) return agent_host::become(argv + 2);
  if (argc != 2) {
    std::fputs("usage: switchboard-agent-host FOLDER (started by switchboard-server)\n", stderr);
    return 2;
  }
  ::umask(0077);
  if (::chdir(argv[1]) != 0) {
    std::perror(argv[1]);
    return 1;
  }
  return agent_host::run_guarded(host_agent);
}
