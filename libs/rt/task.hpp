// task<T>: a coroutine that runs on its shard when awaited. Everything that waits is a task; see CLAUDE.md for the
// rules that keep coroutines safe.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace switchboard::rt {

template<class T = void>
using task = boost::asio::awaitable<T>;

}  // namespace switchboard::rt
