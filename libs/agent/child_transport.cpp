#include "agent/child_transport.hpp"

#include "core/log.hpp"

#include <utility>

namespace switchboard::agent {
namespace {
constexpr std::size_t read_size = 64U << 10;
}

core::result<std::unique_ptr<line_transport>> child_transport::start(const boost::asio::any_io_executor& executor,
                                                                     const process::spawn_spec& spec) {
  auto child = process::child::start(executor, spec);
  if (!child) return child.error();
  return std::unique_ptr<line_transport>(std::make_unique<child_transport>(std::move(*child)));
}

child_transport::child_transport(std::unique_ptr<process::child> child)
    : child_(std::move(child)), buffer_(read_size, '\0') {}

rt::task<core::result<std::string>> child_transport::read_line() {
  for (;;) {
    if (auto line = framer_.next()) co_return std::move(*line);
    const auto n = co_await child_->read_some(buffer_);
    if (!n) {
      if (auto rest = framer_.finish()) co_return std::move(*rest);
      co_return n.error();
    }
    framer_.push(std::string_view(buffer_).substr(0, *n));
    report_dropped();
  }
}

rt::task<core::result<void>> child_transport::write_line(std::string line) {
  line += '\n';
  co_return co_await child_->write(line);
}

rt::task<agent_exit> child_transport::terminate(core::deadline grace) {
  const auto status = co_await child_->terminate(grace);
  co_return agent_exit{status, child_->stderr_tail()};
}

void child_transport::kill() noexcept {
  child_->kill();
}

void child_transport::report_dropped() {
  if (framer_.overlong_lines() == reported_) return;
  reported_ = framer_.overlong_lines();
  core::log::warn("agent_line_dropped", {{"why", "longer than the cap"}, {"cap", wire::max_agent_line_bytes}});
}

}  // namespace switchboard::agent
