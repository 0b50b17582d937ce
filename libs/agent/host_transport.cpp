#include "agent/host_transport.hpp"

#include "agent/change_signal.hpp"
#include "agent/host_exit.hpp"
#include "agent/host_folder.hpp"
#include "process/frame_link.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <deque>
#include <fcntl.h>
#include <utility>

namespace switchboard::agent {
namespace {

using boost::asio::posix::stream_descriptor;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t most_unread_bytes = 8U << 20;  // then the host keeps what follows
constexpr auto end_patience = seconds(5);            // for a host to end what it was told to end
constexpr int last_reads = 256;                      // of a dead host's socket: far more than it holds
constexpr auto reap_patience = seconds(2);

const auto never = core::deadline::at(std::chrono::steady_clock::time_point::max());

// Asio closes what it watches; the link and the pidfd keep their own.
int duplicate(int fd) {
  return fd < 0 ? -1 : ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

}  // namespace

struct host_transport::state : std::enable_shared_from_this<state> {
  state(const boost::asio::any_io_executor& executor, host_process h, host_position position)
      : host(std::move(h)),
        socket(executor),
        process(executor),
        changed(executor),
        journal(position.journal),
        command(position.command),
        exit(std::move(position.exit)) {
    if (host.link.get() < 0) return;
    socket.assign(duplicate(host.link.get()));
    link.emplace(std::move(host.link));
    if (host.pidfd.get() >= 0) process.assign(duplicate(host.pidfd.get()));
  }

  void watch() {
    watch_socket();
    if (!process.is_open()) return;
    process.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](boost::system::error_code ec) {
      if (!ec) self->on_process_end();
    });
  }

  void watch_socket() {
    if (!link || reading || unread_bytes > most_unread_bytes) return;
    reading = true;
    socket.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](boost::system::error_code ec) {
      self->reading = false;
      if (!ec) self->on_readable();
    });
  }

  void watch_writable() {
    if (!link || writing || link->unsent() == 0) return;
    writing = true;
    socket.async_wait(stream_descriptor::wait_write, [self = shared_from_this()](boost::system::error_code ec) {
      self->writing = false;
      if (ec || !self->link) return;
      self->link->flush();
      self->changed.notify();
      self->watch_writable();
    });
  }

  void on_readable() {
    if (!link) return;
    const bool open = link->read();
    take_frames();
    if (!open || link->corrupt()) return hang_up();
    watch_socket();
  }

  void take_frames() {
    while (auto frame = link->next()) take(std::move(*frame));
    changed.notify();
  }

  void take(wire::host_frame frame) {
    if (frame.kind == wire::frame_kind::accepted) accepted = std::max(accepted, frame.command);
    if (frame.kind == wire::frame_kind::fault) fault = std::move(frame.payload);
    if (frame.kind == wire::frame_kind::exited) exit = read_host_exit(frame.payload);
    if (frame.number > journal) journal = frame.number;
    if (frame.kind != wire::frame_kind::output) return;
    unread_bytes += frame.payload.size();
    const std::chrono::steady_clock::time_point at{std::chrono::microseconds(frame.at_us)};
    lines.push_back({std::move(frame.payload), frame.number, at});
  }

  // Nothing more comes over the link.
  void hang_up() {
    boost::system::error_code ignored;
    if (socket.is_open()) socket.close(ignored);
    link.reset();
    changed.notify();
  }

  // What the host said last is in the socket still.
  void on_process_end() {
    has_ended(host.pidfd, milliseconds(0));
    for (int i = 0; link && i < last_reads; ++i) {
      const bool open = link->read();
      take_frames();
      if (!open || link->corrupt()) break;
    }
    gone = true;
    hang_up();
  }

  std::uint64_t send(wire::frame_kind kind, std::string payload) {
    link->send({kind, 0, ++command, 0, std::move(payload)});
    watch_writable();
    return command;
  }

  bool is_over() const noexcept { return detached || host.pidfd.get() < 0 || gone; }

  void end_now() noexcept {
    if (is_over()) return;
    signal_process(host.pidfd, SIGTERM);
    if (::switchboard::agent::has_ended(host.pidfd, reap_patience)) {
      gone = true;
      return;
    }
    signal_process(host.pidfd, SIGKILL);
    gone = ::switchboard::agent::has_ended(host.pidfd, reap_patience);
  }

  agent_exit how_it_ended() const {
    auto out = exit.value_or(agent_exit{{}, "the agent host is gone"});
    if (fault) out.stderr_tail = "agent host: " + *fault + "; " + out.stderr_tail;
    return out;
  }

  host_process host;
  std::optional<process::frame_link> link;
  stream_descriptor socket;
  stream_descriptor process;
  bool reading = false;
  bool writing = false;
  bool gone = false;
  bool detached = false;
  std::deque<transport_line> lines;
  std::size_t unread_bytes = 0;
  change_signal changed;
  std::uint64_t journal = 0;
  std::uint64_t command = 0;
  std::uint64_t accepted = 0;
  std::optional<agent_exit> exit;
  std::optional<std::string> fault;
};

core::result<std::unique_ptr<line_transport>> host_transport::start(const boost::asio::any_io_executor& executor,
                                                                    const host_config& config,
                                                                    const process::spawn_spec& agent) {
  auto host = start_host(config, agent);
  if (!host) return host.error();
  return std::unique_ptr<line_transport>(std::make_unique<host_transport>(executor, std::move(*host), host_position{}));
}

host_transport::host_transport(const boost::asio::any_io_executor& executor, host_process host, host_position position)
    : state_(std::make_shared<state>(executor, std::move(host), std::move(position))) {
  state_->watch();
}

host_transport::~host_transport() {
  const auto& s = state_;
  s->end_now();
  boost::system::error_code ignored;
  if (s->process.is_open()) s->process.close(ignored);
  s->hang_up();
  if (!s->detached) remove_host_folder(s->host.folder);
}

rt::task<core::result<transport_line>> host_transport::read_line() {
  const auto s = state_;
  for (;;) {
    if (!s->lines.empty()) {
      auto line = std::move(s->lines.front());
      s->lines.pop_front();
      s->unread_bytes -= line.text.size();
      s->watch_socket();
      co_return line;
    }
    if (!s->link) co_return core::make_internal(core::errc::closed, "the agent host has ended");
    co_await s->changed.wait(never);
  }
}

rt::task<core::result<void>> host_transport::write_line(std::string line) {
  const auto s = state_;
  if (!s->link) co_return core::make_internal(core::errc::closed, "the agent host has ended");
  const auto mine = s->send(wire::frame_kind::input, std::move(line));
  while (s->link && s->accepted < mine) co_await s->changed.wait(never);
  if (s->accepted < mine) co_return core::make_internal(core::errc::closed, "the agent host has ended");
  co_return core::result<void>();
}

void host_transport::note(std::string text) {
  if (state_->link) state_->send(wire::frame_kind::note, std::move(text));
}

void host_transport::release() {
  if (!state_->link) return;
  state_->link->send({wire::frame_kind::release, state_->journal, 0, 0, ""});
  state_->watch_writable();
}

void host_transport::detach() noexcept {
  state_->detached = true;
  state_->hang_up();
}

rt::task<agent_exit> host_transport::terminate(core::deadline grace) {
  const auto s = state_;
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  if (s->link && !s->is_over()) {
    const auto left = std::max(std::chrono::duration_cast<milliseconds>(grace.remaining()), milliseconds(0));
    s->link->send({wire::frame_kind::terminate, static_cast<std::uint64_t>(left.count()), 0, 0, ""});
    s->watch_writable();
    s->lines.clear();  // nobody reads them; the host must not wait for us
    s->unread_bytes = 0;
    s->watch_socket();
  }
  const auto told_until = core::deadline::after(grace.remaining() + end_patience);
  while (!s->is_over() && s->link && !told_until.passed()) co_await s->changed.wait(told_until);
  // A host that has hung up ends at once; one that has not does not obey.
  if (!s->is_over()) signal_process(s->host.pidfd, SIGTERM);
  const auto ended_until = core::deadline::after(end_patience);
  while (!s->is_over() && !ended_until.passed()) co_await s->changed.wait(ended_until);
  s->end_now();
  co_return s->how_it_ended();
}

void host_transport::kill() noexcept {
  if (!state_->is_over()) signal_process(state_->host.pidfd, SIGTERM);
}

}  // namespace switchboard::agent
