// Runs one coroutine to its end on an io_context of the test.
#pragma once

#include "rt/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace switchboard::test {

/// Other work of the context runs meanwhile. Rethrows what the coroutine throws.
template<class T>
T run(boost::asio::io_context& io, rt::task<T> work) {
  std::optional<T> out;
  std::exception_ptr failure;
  bool ended = false;
  const auto keep = [&]() -> rt::task<> { out.emplace(co_await std::move(work)); };
  boost::asio::co_spawn(io, keep, [&](std::exception_ptr e) {
    failure = e;
    ended = true;
  });
  io.restart();
  while (!ended && io.run_one() > 0) {
  }
  if (failure) std::rethrow_exception(failure);
  if (!out) throw std::logic_error("the coroutine never ended");
  return std::move(*out);
}

template<class T>
T run(rt::task<T> work) {
  boost::asio::io_context io{1};
  return run(io, std::move(work));
}

}  // namespace switchboard::test
