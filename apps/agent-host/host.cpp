#include "agent-host/host.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace switchboard::agent_host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto order_patience = seconds(10);
constexpr auto knock_patience = seconds(5);
constexpr auto output_end_grace = seconds(2);  // the agent has closed its output, and lives on
constexpr auto alone_grace = seconds(2);
constexpr auto alone_look = seconds(5);
constexpr auto flush_patience = seconds(10);
constexpr auto longest_look = seconds(60);
constexpr std::size_t most_unsent = 8U << 20;  // then the agent's output waits for the server
constexpr std::size_t knock_payload = 256;     // a stranger's frame is short

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

bool is_own_user(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

bool same_secret(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

process::file_descriptor termination() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return process::file_descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

std::string describe_exit(const process::exit_status& status, const std::string& tail) {
  core::json out{{"stderr", tail}};
  if (status.code) out["code"] = *status.code;
  if (status.signal) out["signal"] = *status.signal;
  return out.dump(-1, ' ', false, core::json::error_handler_t::replace);
}

// The host's folder, its working directory, has been removed: no server will ever come.
bool is_forgotten() {
  struct stat here{};
  return ::stat(".", &here) != 0 || here.st_nlink == 0;
}

int until(std::chrono::steady_clock::time_point when) {
  const auto left = std::chrono::ceil<milliseconds>(when - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

}  // namespace

std::optional<start_order> receive_order(process::frame_link& server) {
  const auto limit = std::chrono::steady_clock::now() + order_patience;
  for (;;) {
    if (auto frame = server.next()) {
      if (frame->kind != wire::frame_kind::start) return std::nullopt;
      auto order = read_start_order(frame->payload);
      if (!order) return std::nullopt;
      return std::move(*order);
    }
    pollfd ready{server.fd(), POLLIN, 0};
    if (server.corrupt() || ::poll(&ready, 1, until(limit)) <= 0 || !server.read()) return std::nullopt;
  }
}

host::host(start_order order, process::spool_file spool, process::file_descriptor listener, process::frame_link server)
    : order_(std::move(order)),
      spool_(std::move(spool)),
      listener_(std::move(listener)),
      signals_(termination()),
      server_(std::move(server)) {}

int host::run() {
  auto started = agent_process::start(order_.agent);
  order_.agent = {};  // the API key has gone where it belongs
  if (!started) {
    fail(started.error().detail);
    finish();
    return 1;
  }
  agent_ = std::move(*started);
  take_server();  // it may have said more with its order
  while (!ended_) wait();
  finish();
  return 0;
}

// One round: waits for something to happen, and does what follows from it.
void host::wait() {
  std::vector<pollfd> files;
  const auto watch = [&files](int fd, short events) {
    if (fd >= 0) files.push_back({fd, events, 0});
    return fd >= 0 ? files.size() : 0;
  };
  const auto is_ready = [&files](std::size_t place) { return place != 0 && files[place - 1].revents != 0; };
  watch(listener_.get(), POLLIN);
  watch(knocking_ ? knocking_->fd() : -1, POLLIN);
  const auto told = watch(signals_.get(), POLLIN);
  const auto gone = watch(agent_->pidfd(), POLLIN);
  const auto out = watch(is_backlogged() ? -1 : agent_->out(), POLLIN);
  const auto err = watch(agent_->err(), POLLIN);
  const auto in = watch(agent_->in(), POLLOUT);
  const bool has_more = server_ && server_->unsent() > 0;
  const auto server = watch(server_ ? server_->fd() : -1, static_cast<short>(has_more ? POLLIN | POLLOUT : POLLIN));
  ::poll(files.data(), files.size(), until(next_look()));

  if (is_ready(server)) take_server();
  if (is_ready(out)) take_output();
  if (is_ready(err)) agent_->read_err();
  if (is_ready(in)) agent_->write_in();
  confirm_input();
  admit();
  if (is_ready(told)) agent_->signal(SIGKILL);
  if (is_ready(gone)) {
    ended_ = true;
    return;
  }
  if (agent_->out() < 0) begin_end(output_end_grace);
  const auto now = clock::now();
  if (!server_ && (now >= alone_since_ + order_.patience || is_forgotten())) begin_end(alone_grace);
  if (kill_at_ && now >= *kill_at_) agent_->signal(SIGKILL);
}

host::clock::time_point host::next_look() const {
  auto when = clock::now() + longest_look;
  if (kill_at_) when = std::min(when, std::max(*kill_at_, clock::now() + milliseconds(50)));
  if (knocking_) when = std::min(when, knocked_ + knock_patience);
  if (!server_ && !kill_at_) when = std::min({when, alone_since_ + order_.patience, clock::now() + alone_look});
  return when;
}

bool host::is_backlogged() const noexcept {
  return server_ && server_->unsent() > most_unsent;
}

void host::take_server() {
  const bool open = server_->read() && server_->flush();
  while (server_) {
    auto frame = server_->next();
    if (!frame) break;
    on_frame(std::move(*frame));
  }
  if (server_ && (!open || server_->corrupt())) lose_server();
}

void host::lose_server() {
  server_.reset();
  alone_since_ = clock::now();
}

// One stranger at a time; while a server is attached nobody else gets in.
void host::admit() {
  if (knocking_ && clock::now() >= knocked_ + knock_patience) knocking_.reset();
  if (!knocking_) {
    process::file_descriptor caller(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (caller.get() < 0) return;
    if (!is_own_user(caller.get())) return;
    knocking_.emplace(std::move(caller), knock_payload);
    knocked_ = clock::now();
  }
  const bool open = knocking_->read();
  const auto frame = knocking_->next();
  if (!frame) {
    if (!open || knocking_->corrupt()) knocking_.reset();
    return;
  }
  if (!server_ && frame->kind == wire::frame_kind::attach && same_secret(frame->payload, order_.secret)) greet();
  knocking_.reset();
}

void host::greet() {
  // A second descriptor: the new link reads longer frames than a stranger may send.
  process::file_descriptor socket(::fcntl(knocking_->fd(), F_DUPFD_CLOEXEC, 3));
  server_.emplace(std::move(socket));
  wire::host_frame hello;
  hello.kind = wire::frame_kind::hello;
  hello.number = spool_.last();
  hello.command = commands_.last();
  tell(hello);
}

void host::on_frame(wire::host_frame frame) {
  using enum wire::frame_kind;
  switch (frame.kind) {
    case input:
    case note:
      return on_command(std::move(frame));
    case release:
      return spool_.release(frame.number);
    case terminate:
      return begin_end(milliseconds(frame.number));
    case freeze:
      return agent_->signal(SIGSTOP);
    case thaw:
      return agent_->signal(SIGCONT);
    case start:
    case attach:
    case hello:
    case output:
    case accepted:
    case exited:
    case fault:
      return lose_server();  // not what a server says
  }
}

void host::on_command(wire::host_frame frame) {
  const auto verdict = commands_.take(frame.command);
  if (verdict == wire::command_gate::verdict::repeated) return;
  if (verdict == wire::command_gate::verdict::gap) return lose_server();
  frame.at_us = now_us();
  if (!spool(frame) || frame.kind != wire::frame_kind::input) return;
  agent_->tell(frame.command, std::move(frame.payload));
}

void host::confirm_input() {
  for (const auto command : agent_->take_written()) {
    wire::host_frame done;
    done.kind = wire::frame_kind::accepted;
    done.command = command;
    tell(done);
  }
}

void host::take_output() {
  agent_->read_out();
  const auto at = now_us();
  while (auto line = agent_->next_line()) {
    wire::host_frame frame{wire::frame_kind::output, 0, 0, at, std::move(*line)};
    if (!spool(frame)) return;
    tell(frame);
  }
}

void host::begin_end(milliseconds grace) {
  const auto limit = clock::now() + grace;
  if (!kill_at_) {
    agent_->close_in();
    agent_->signal(SIGTERM);
    agent_->signal(SIGCONT);  // a stopped process would never see the TERM
  }
  kill_at_ = kill_at_ ? std::min(*kill_at_, limit) : limit;
}

// What is not in the spool must not be shown: the agent cannot go on.
void host::fail(const std::string& reason) {
  if (failed_) return;
  failed_ = true;
  tell({wire::frame_kind::fault, 0, 0, now_us(), reason});
  if (agent_) agent_->signal(SIGKILL);
}

bool host::spool(wire::host_frame& frame) {
  if (failed_) return false;
  const auto kept = spool_.append(frame);
  if (!kept) fail(kept.error().detail);
  return static_cast<bool>(kept);
}

void host::tell(const wire::host_frame& frame) {
  if (server_) server_->send(frame);
}

// The agent's last lines and how it ended; then the server has a while to take what it has not yet.
void host::finish() {
  if (agent_) {
    const auto status = agent_->reap();
    take_output();
    if (auto rest = agent_->last_line()) {
      wire::host_frame frame{wire::frame_kind::output, 0, 0, now_us(), std::move(*rest)};
      if (spool(frame)) tell(frame);
    }
    wire::host_frame end{wire::frame_kind::exited, 0, 0, now_us(), describe_exit(status, agent_->stderr_tail())};
    spool(end);
    tell(end);
  }
  const auto limit = clock::now() + flush_patience;
  while (server_ && server_->unsent() > 0 && clock::now() < limit) {
    pollfd ready{server_->fd(), POLLOUT, 0};
    ::poll(&ready, 1, until(limit));
    if (!server_->flush()) break;
  }
}

}  // namespace switchboard::agent_host
