#include "agent/cli_session_factory.hpp"

#include "agent/host_transport.hpp"
#include "agent/left_host.hpp"
#include "agent/transcript.hpp"

#include <boost/asio/this_coro.hpp>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace switchboard::agent {
namespace {
constexpr std::chrono::seconds failed_start_grace{1};
}

cli_session_factory::cli_session_factory(cli_config config, session_limits limits)
    : config_(std::move(config)), limits_(limits) {}

rt::task<core::result<std::unique_ptr<session>>> cli_session_factory::open(session_spec spec, core::deadline limit) {
  const auto how = cli_spawn_spec(config_, spec, ::geteuid() == 0 ? run_as::root : run_as::user);
  if (!how) co_return how.error();
  if (const auto restored = restore(spec); !restored) co_return restored.error();
  const auto executor = co_await boost::asio::this_coro::executor;
  auto transport = host_transport::start(executor, config_.hosts, *how);
  if (!transport) co_return transport.error();
  auto opened = std::make_unique<cli_session>(executor, std::move(*transport), limits_);
  const auto ready = co_await opened->initialize(spec, limit);
  if (ready) co_return std::unique_ptr<session>(std::move(opened));
  co_await opened->close(core::deadline::after(failed_start_grace));
  co_return ready.error();
}

// The CLI's own file is a copy of what is stored, which another machine may have continued.
core::result<void> cli_session_factory::restore(const session_spec& spec) const {
  if (!spec.resume_session_id || spec.stored_transcript.empty()) return {};
  const auto whole = mend_transcript(spec.stored_transcript);
  if (!whole) return whole.error();
  return restore_transcript(transcript_path(config_.config_dir, config_.working_directory, *spec.resume_session_id),
                            *whole);
}

std::unique_ptr<session> cli_session_factory::adopt(const boost::asio::any_io_executor& executor, left_host left,
                                                    adopted_turn turn) {
  resumed_turn resumed;
  resumed.journal = std::move(left.journal);
  resumed.agent = left.lives() ? agent_presence::alive : agent_presence::gone;
  resumed.commands = left.position.command;
  resumed.session_id = std::move(turn.session_id);
  resumed.message = std::move(turn.message);
  resumed.callbacks = std::move(turn.callbacks);
  auto transport = std::make_unique<host_transport>(executor, std::move(left.host), std::move(left.position));
  return std::make_unique<cli_session>(executor, std::move(transport), limits_, std::move(resumed));
}

core::result<void> cli_session_factory::ready() const {
  for (const auto& program : {config_.program, config_.hosts.program}) {
    if (::access(program.c_str(), X_OK) == 0) continue;
    const auto why = std::generic_category().message(errno);
    return core::make_internal(core::errc::agent_unavailable, program + ": " + why);
  }
  return {};
}

core::result<void> prepare_folders(const cli_config& config) {
  namespace fs = std::filesystem;
  for (const auto& folder : {config.home, config.config_dir, config.working_directory, config.hosts.folder}) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return core::make_internal(core::errc::agent_unavailable, folder + ": " + error.message());
  }
  return {};
}

}  // namespace switchboard::agent
