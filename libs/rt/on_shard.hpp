// Crossing to another shard and back: runs a coroutine on `executor` and resumes the caller on its own.
#pragma once

#include "rt/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>

namespace switchboard::rt {

/// Begins on the executor that it is spawned on, so that what `make` itself does happens there too.
template<class Make>
auto make_and_run(Make& make) -> std::invoke_result_t<Make&> {
  auto work = make();
  co_return co_await std::move(work);
}

/// `make()`, called on the executor, gives the task to run; it stays alive until the task ends, so a lambda coroutine
/// may use its captures. Where the caller is on `executor` already nothing is posted. The task's value type must be
/// default-constructible (Asio carries it through a completion handler).
template<class Make>
auto on_shard(boost::asio::any_io_executor executor, Make& make) -> std::invoke_result_t<Make&> {
  if (co_await boost::asio::this_coro::executor == executor) {
    auto here = make();
    co_return co_await std::move(here);
  }
  auto there = make_and_run(make);
  co_return co_await boost::asio::co_spawn(executor, std::move(there), boost::asio::use_awaitable);
}

}  // namespace switchboard::rt
