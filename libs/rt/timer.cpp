#include "rt/timer.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace switchboard::rt {

task<> sleep_until(std::chrono::steady_clock::time_point t) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, t);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

task<> sleep_for(std::chrono::steady_clock::duration d) {
  return sleep_until(std::chrono::steady_clock::now() + d);
}

}  // namespace switchboard::rt
