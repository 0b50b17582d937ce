// What a run waits for beside its agent: somebody's wish that it ends, its place in the queue, its own time. On the
// run's home shard.
#pragma once

#include "agent/session.hpp"
#include "chat/live_run.hpp"
#include "chat/run_clock.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "rt/settle.hpp"
#include "rt/task.hpp"
#include "rt/task_group.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace switchboard::chat {

/// Until somebody wants the run to end.
rt::task<> wait_for_end(std::shared_ptr<live_run> run);
/// Until the run should look again, at the latest after `patience`.
rt::task<> wait_for_change(std::shared_ptr<live_run> run, std::chrono::steady_clock::duration patience);
/// Once the run is to end: asks the agent to stop, and ends it when it does not obey within `patience`.
rt::task<> end_on_request(std::shared_ptr<live_run> run, agent::session& session, std::chrono::milliseconds patience);
/// Ends the run when its clock's time is up: a turn has a time of its own, however busy or silent the agent is.
rt::task<> end_at(std::shared_ptr<live_run> run, const run_clock& clock);

/// Something to ask of the database.
template<class T>
using question = std::function<rt::task<core::result<T>>()>;

/// Asks the database for something that the run's end does not wait for: nothing when the end was requested first. The
/// question then goes on in `left_over`, which must be joined before what it uses goes. Rethrows what it throws.
template<class T>
rt::task<std::optional<core::result<T>>> unless_ended(std::shared_ptr<live_run> run, rt::task_group& left_over,
                                                      question<T> ask) {
  auto answer = std::make_shared<rt::outcome<core::result<T>>>();
  left_over.spawn([run, ask, answer]() -> rt::task<> {
    auto asked = ask();
    *answer = co_await rt::settle(std::move(asked));
    run->changed.cancel();
  });
  while (!answer->settled() && !run->end_requested()) {
    boost::system::error_code ignored;
    co_await run->changed.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
  if (!answer->settled()) co_return std::nullopt;
  co_return std::move(*answer).get();
}

}  // namespace switchboard::chat
