#include "process/child.hpp"

#include "process/spawn.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <utility>
#include <vector>

namespace switchboard::process {
namespace {

constexpr int max_reads_at_once = 64;
constexpr std::chrono::seconds kill_patience{5};

// Writing to a pipe whose reader is gone must be an error of that write, not the end of this program.
void ignore_sigpipe() {
  static const bool done = [] {
    struct sigaction now{};
    if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) ::signal(SIGPIPE, SIG_IGN);
    return true;
  }();
  (void)done;
}

}  // namespace

struct child::state : std::enable_shared_from_this<state> {
  state(const boost::asio::any_io_executor& executor, spawned s, std::size_t tail_bytes)
      : pid(s.pid),
        pidfd(executor, s.pidfd.release()),
        in(executor, s.stdin_end.release()),
        out(executor, s.stdout_end.release()),
        err(executor, s.stderr_end.release()),
        tail_limit(tail_bytes) {}

  void watch() {
    pidfd.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](boost::system::error_code ec) {
                       if (!ec) self->reap();
                     });
  }

  // The process has ended or is about to (KILL was sent): waits for that, ends its group, and collects it.
  void reap() noexcept {
    if (status) return;
    siginfo_t info{};
    const auto id = static_cast<id_t>(pid);  // ours until it is reaped, here and nowhere else
    // First only look: as long as the process is a zombie its pid, and so its group's id, is nobody else's.
    while (::waitid(P_PID, id, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
    }
    ::kill(-pid, SIGKILL);
    while (::waitid(P_PID, id, &info, WEXITED) != 0 && errno == EINTR) {
    }
    status.emplace();
    if (info.si_code == CLD_EXITED) status->code = info.si_status;
    if (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED) status->signal = info.si_status;
    collect_stderr();
    boost::system::error_code ignored;
    out.cancel(ignored);  // what is in the pipe now is all there will be: see read_rest
    for (auto* waiter : waiters) waiter->cancel();
  }

  // Waits for readiness and reads in one step, so that no bytes are ever under way when the rest is collected.
  void drain_stderr() {
    err.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                   [self = shared_from_this()](boost::system::error_code ec) {
                     if (!ec && self->collect_stderr()) self->drain_stderr();
                   });
  }

  void keep_tail(std::string_view text) {
    tail += text;
    if (tail.size() > tail_limit) tail.erase(0, tail.size() - tail_limit);
  }

  // What the pipe holds now; bounded, for something may write to it without end. False at the end of the pipe.
  bool collect_stderr() {
    boost::system::error_code ec;
    err.non_blocking(true, ec);
    for (int i = 0; i < max_reads_at_once && !ec; ++i) {
      std::array<char, 4096> more{};
      const auto n = err.read_some(boost::asio::buffer(more), ec);
      keep_tail(std::string_view(more.data(), n));
    }
    return !ec || ec == boost::asio::error::would_block;
  }

  core::result<std::size_t> read_rest(std::span<char> buffer) {
    boost::system::error_code ec;
    out.non_blocking(true, ec);
    const auto n = out.read_some(boost::asio::buffer(buffer.data(), buffer.size()), ec);
    if (ec) return core::make_internal(core::errc::closed, "stdout: the process has ended");
    return n;
  }

  void close_all() {
    boost::system::error_code ignored;
    in.close(ignored);
    out.close(ignored);
    err.close(ignored);
    pidfd.close(ignored);
  }

  pid_t pid;
  boost::asio::posix::stream_descriptor pidfd;
  boost::asio::posix::stream_descriptor in;
  boost::asio::posix::stream_descriptor out;
  boost::asio::posix::stream_descriptor err;
  std::vector<boost::asio::steady_timer*> waiters;  // cancelled when the process has been reaped
  std::optional<exit_status> status;
  std::string tail;
  std::size_t tail_limit;
};

child::child(std::shared_ptr<state> s) : state_(std::move(s)) {}

child::~child() {
  kill();
  state_->close_all();
}

void child::kill() noexcept {
  signal(SIGKILL);
  state_->reap();
}

core::result<std::unique_ptr<child>> child::start(const boost::asio::any_io_executor& executor,
                                                  const spawn_spec& spec) {
  ignore_sigpipe();
  auto started = spawn(spec);
  if (!started) return started.error();
  const auto pid = started->pid;
  std::shared_ptr<state> s;
  try {
    s = std::make_shared<state>(executor, std::move(*started), spec.stderr_tail_bytes);
  } catch (...) {
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    throw;
  }
  s->watch();
  s->drain_stderr();
  return std::unique_ptr<child>(new child(std::move(s)));
}

pid_t child::pid() const noexcept {
  return state_->pid;
}

rt::task<core::result<std::size_t>> child::read_some(std::span<char> buffer) {
  auto self = state_;
  if (self->status) co_return self->read_rest(buffer);
  boost::system::error_code ec;
  const auto n = co_await self->out.async_read_some(boost::asio::buffer(buffer.data(), buffer.size()),
                                                    boost::asio::redirect_error(boost::asio::use_awaitable, ec));
  if (!ec) co_return n;
  if (ec == boost::asio::error::operation_aborted && self->status) co_return self->read_rest(buffer);
  co_return core::make_internal(core::errc::closed, "stdout: " + ec.message());
}

rt::task<core::result<void>> child::write(const std::string& bytes) {
  auto self = state_;
  boost::system::error_code ec;
  co_await boost::asio::async_write(self->in, boost::asio::buffer(bytes),
                                    boost::asio::redirect_error(boost::asio::use_awaitable, ec));
  if (ec) co_return core::make_internal(core::errc::closed, "stdin: " + ec.message());
  co_return core::result<void>();
}

void child::close_stdin() {
  boost::system::error_code ignored;
  state_->in.close(ignored);
}

const std::optional<exit_status>& child::status() const noexcept {
  return state_->status;
}

rt::task<core::result<exit_status>> child::wait(core::deadline limit) {
  auto self = state_;
  if (self->status) co_return *self->status;
  boost::asio::steady_timer timer(self->pidfd.get_executor(), limit.when());
  self->waiters.push_back(&timer);
  const auto forget = [&self](boost::asio::steady_timer* t) { std::erase(self->waiters, t); };
  const std::unique_ptr<boost::asio::steady_timer, decltype(forget)> registered(&timer, forget);
  boost::system::error_code ignored;
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  if (!self->status) co_return core::make_error(core::errc::timed_out);
  co_return *self->status;
}

void child::signal(int number) noexcept {
  if (!state_->status) ::kill(-state_->pid, number);
}

rt::task<exit_status> child::terminate(core::deadline grace) {
  auto self = state_;
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  close_stdin();
  signal(SIGTERM);
  signal(SIGCONT);  // a stopped process would never see the TERM
  const auto in_time = co_await wait(grace);
  if (!in_time) {
    signal(SIGKILL);
    const auto killed = co_await wait(core::deadline::after(kill_patience));
    if (!killed) self->reap();
  }
  co_return *self->status;
}

const std::string& child::stderr_tail() const noexcept {
  return state_->tail;
}

}  // namespace switchboard::process
