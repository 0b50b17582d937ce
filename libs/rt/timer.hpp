// Waits: sleeping, and giving any task a deadline.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/settle.hpp"
#include "rt/task.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <chrono>
#include <utility>

namespace switchboard::rt {

/// Suspends for `d`. Ends early (by exception, as every cancelled wait) when the awaiting coroutine is cancelled.
task<> sleep_for(std::chrono::steady_clock::duration d);
task<> sleep_until(std::chrono::steady_clock::time_point t);

/// Awaits `work`, but not beyond `limit`: then the work is cancelled and the answer is `timed_out`. What the work
/// throws is thrown at once.
template<class T>
task<core::result<T>> with_deadline(core::deadline limit, task<core::result<T>> work) {
  using boost::asio::experimental::awaitable_operators::operator||;
  auto timer = sleep_until(limit.when());
  auto settled = settle(std::move(work));
  auto both = std::move(settled) || std::move(timer);
  auto first = co_await std::move(both);
  if (first.index() == 0) co_return std::get<0>(std::move(first)).get();
  co_return core::make_error(core::errc::timed_out);
}

}  // namespace switchboard::rt
