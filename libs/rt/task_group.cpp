#include "rt/task_group.hpp"

#include "core/log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <list>

namespace switchboard::rt {

struct task_group::state {
  explicit state(boost::asio::any_io_executor e)
      : executor(std::move(e)), idle(executor, boost::asio::steady_timer::time_point::max()) {}

  struct entry {
    std::function<task<>()> make;
    boost::asio::cancellation_signal signal;
  };

  boost::asio::any_io_executor executor;
  std::list<entry> running;
  boost::asio::steady_timer idle;  // cancelled whenever the last task ends
};

namespace {

void report(const std::exception_ptr& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& e) {
    if (e.code() == boost::asio::error::operation_aborted) return;
    core::log::error("bug", {{"where", "task"}, {"what", e.what()}});
  } catch (const std::exception& e) {
    core::log::error("bug", {{"where", "task"}, {"what", e.what()}});
  }
}

}  // namespace

task_group::task_group(boost::asio::any_io_executor executor) : state_(std::make_shared<state>(std::move(executor))) {}
task_group::~task_group() = default;

void task_group::spawn(std::function<task<>()> make) {
  auto self = state_;
  auto where = self->running.emplace(self->running.end());
  where->make = std::move(make);
  boost::asio::co_spawn(
      self->executor, where->make(),
      boost::asio::bind_cancellation_slot(where->signal.slot(), [self, where](std::exception_ptr failure) {
        report(failure);
        self->running.erase(where);
        if (self->running.empty()) self->idle.cancel();
      }));
}

void task_group::cancel() {
  auto self = state_;
  for (auto it = self->running.begin(); it != self->running.end();) {
    auto next = std::next(it);  // emitting may end the task and erase its entry
    it->signal.emit(boost::asio::cancellation_type::terminal);
    it = next;
  }
}

task<> task_group::join() {
  auto self = state_;
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  while (!self->running.empty()) {
    boost::system::error_code ignored;
    co_await self->idle.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

std::size_t task_group::size() const noexcept {
  return state_->running.size();
}

}  // namespace switchboard::rt
