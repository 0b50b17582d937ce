#include "chat/run_waits.hpp"

#include "rt/timer.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>

namespace switchboard::chat {
namespace {

using boost::asio::experimental::awaitable_operators::operator||;

constexpr auto clock_look = std::chrono::milliseconds(100);  // at most so often is the run's clock looked at
constexpr auto close_grace = std::chrono::milliseconds(500);

}  // namespace

rt::task<> wait_for_end(std::shared_ptr<live_run> run) {
  while (!run->end_requested()) {
    boost::system::error_code ignored;
    co_await run->changed.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

rt::task<> wait_for_change(std::shared_ptr<live_run> run, std::chrono::steady_clock::duration patience) {
  auto timer = rt::sleep_for(patience);
  boost::system::error_code ignored;
  auto change = run->changed.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  auto either = std::move(timer) || std::move(change);
  co_await std::move(either);
}

rt::task<> end_on_request(std::shared_ptr<live_run> run, agent::session& session, std::chrono::milliseconds patience) {
  co_await wait_for_end(run);
  const auto until =
      core::deadline::after(patience);  // for the answer to the interrupt and the end of the turn together
  auto interrupting = session.interrupt();
  const auto interrupted = co_await rt::with_deadline(until, std::move(interrupting));
  if (interrupted) co_await rt::sleep_until(until.when());
  co_await session.close(core::deadline::after(close_grace));
}

rt::task<> end_at(std::shared_ptr<live_run> run, const run_clock& clock) {
  while (!clock.passed()) {
    const auto nearest = std::chrono::steady_clock::now() + clock_look;
    co_await rt::sleep_until(std::max(clock.limit().when(), nearest));
  }
  run->request_end(core::make_error(core::errc::agent_timeout, "The turn took too long."));
}

}  // namespace switchboard::chat
