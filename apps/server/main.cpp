#include "auth/origin_policy.hpp"
#include "core/log.hpp"
#include "core/redact.hpp"
#include "server/limit_settings.hpp"
#include "server/options.hpp"
#include "server/tool_commands.hpp"
#include "server/webhook_senders.hpp"
#include "server/wiring.hpp"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace switchboard;

void print_faults(const core::error& e) {
  for (const auto& f : e.fields) std::cerr << "switchboard-server: " << f.field << " " << f.message << "\n";
  if (e.fields.empty()) std::cerr << "switchboard-server: " << e.message << "\n";
}

void hide_secrets(const core::settings& s) {
  core::register_secret(s.anthropic_api_key.reveal());
  core::register_secret(s.database_url.reveal());
  core::register_secret(s.query_database_url.reveal());
  core::register_secret(s.clerk_webhook_secret.reveal());
  core::register_secret(s.supabase_webhook_secret.reveal());
  for (const auto& i : s.issuers) core::register_secret(i.secret.reveal());
}

// SIGTERM and SIGINT are taken by one thread that waits for them; every thread made from here on inherits the mask.
sigset_t hold_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like any other
  return set;
}

// A stream, an agent or a connection each take descriptors; shells hand out a soft limit of 1,024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int serve(const core::settings& s) {
  const auto signals = hold_signals();
  raise_descriptor_limit();
  auto program = server::make_program(s);
  if (!program) {
    print_faults(program.error());
    return 1;
  }
  (*program)->start();
  core::log::info("listening", {{"host", s.host}, {"port", (*program)->port()}});
  int signal = 0;
  sigwait(&signals, &signal);
  core::log::info("stopping", {{"signal", signal}});
  const bool clean = (*program)->stop();
  core::log::info("stopped", {});
  ::alarm(10);  // what is left to destroy may wait for a Postgres that hangs: SIGALRM then ends the process
  if (!clean) std::_Exit(0);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto options = server::parse_options(argc, argv, exit_code);
  if (!options) return exit_code;
  const auto settings = server::load(*options);
  if (!settings) {
    print_faults(settings.error());
    return 2;
  }
  if (const auto origins = auth::origin_policy::make(settings->allowed_origins); !origins) {
    print_faults(origins.error());
    return 2;
  }
  if (const auto senders = server::make_webhook_senders(*settings); !senders) {
    print_faults(senders.error());
    return 2;
  }
  if (const auto proxies = server::trusted_proxies_of(*settings); !proxies) {
    print_faults(proxies.error());
    return 2;
  }
  if (options->what == server::command::check_config) {
    std::cout << core::describe(*settings) << "\n";
    return 0;
  }
  // Postgres writes timestamps in the session's zone; clients get UTC.
  ::setenv("PGTZ", "UTC", 1);  // NOLINT(concurrency-mt-unsafe): before any thread
  core::log::level level{};
  core::log::parse_level(settings->log_level, level);
  core::log::start(level);
  hide_secrets(*settings);
  try {
    if (options->what == server::command::admin) {
      const char* owner = std::getenv("OWNER_DATABASE_URL");  // NOLINT(concurrency-mt-unsafe): before any thread
      const core::secret_string owner_url(owner == nullptr ? "" : owner);
      core::register_secret(owner_url.reveal());
      return server::administer(options->admin, *settings, owner_url);
    }
    if (options->what == server::command::tools_list) return server::list_tools(*settings);
    if (options->what == server::command::tools_check) return server::check_tools(*settings);
    return serve(*settings);
  } catch (const std::exception& e) {
    std::cerr << "switchboard-server: " << core::redact(e.what()) << "\n";
    return 1;
  }
}
