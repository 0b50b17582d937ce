#include "agent/change_signal.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace switchboard::agent {

class change_signal::registered {
 public:
  registered(change_signal& signal, core::deadline limit) : signal_(signal), timer(signal.executor_, limit.when()) {
    signal_.waiting_.push_back(&timer);
  }
  registered(const registered&) = delete;
  registered& operator=(const registered&) = delete;
  ~registered() { std::erase(signal_.waiting_, &timer); }

 private:
  change_signal& signal_;

 public:
  boost::asio::steady_timer timer;
};

void change_signal::notify() {
  for (auto* timer : waiting_) timer->cancel();
}

rt::task<> change_signal::wait(core::deadline limit) {
  registered waiter(*this, limit);
  boost::system::error_code ignored;
  co_await waiter.timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

}  // namespace switchboard::agent
