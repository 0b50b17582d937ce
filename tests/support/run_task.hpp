// Runs a coroutine to its end on an io_context of its own and gives what it returned.
#pragma once

#include "rt/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <utility>

namespace switchboard::test {

/// `make(executor)` gives the task. Rethrows what it throws. Returns when nothing is left to run.
template<class Make>
auto run_task(Make&& make) {
  boost::asio::io_context context(1);
  auto done = boost::asio::co_spawn(context, make(context.get_executor()), boost::asio::use_future);
  context.run();
  return done.get();
}

}  // namespace switchboard::test
