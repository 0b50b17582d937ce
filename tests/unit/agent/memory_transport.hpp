// A line transport without a process: the test says what the CLI prints and sees what it is told. Lives on one shard.
#pragma once

#include "agent/line_transport.hpp"
#include "rt/bounded_channel.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace switchboard::test {

/// What became of a memory_transport; outlives its io_context.
struct transport_fate {
  bool killed = false;
  bool terminated = false;
  bool detached = false;
  bool destroyed = false;
};

/// The test's end of a memory_transport; outlives it.
struct memory_peer {
  explicit memory_peer(const boost::asio::any_io_executor& executor)
      : output(executor, 10'000), resume(executor, boost::asio::steady_timer::time_point::max()) {}

  void say(std::string line) { output.try_push(std::move(line)); }
  /// The process ends by itself.
  void end(process::exit_status how, std::string stderr_text = "") {
    exit = {how, std::move(stderr_text)};
    output.close();
  }

  rt::bounded_channel<std::string> output;
  std::vector<std::string> heard;  // lines written to the CLI
  bool reads_input = true;         // false: writing waits for ever
  boost::asio::steady_timer resume;
  std::size_t lines_taken = 0;
  std::vector<std::string> notes;
  int releases = 0;
  std::shared_ptr<transport_fate> fate = std::make_shared<transport_fate>();
  agent::agent_exit exit{{0, std::nullopt}, ""};
};

class memory_transport final : public agent::line_transport {
 public:
  explicit memory_transport(std::shared_ptr<memory_peer> peer) : peer_(std::move(peer)) {}
  ~memory_transport() override { peer_->fate->destroyed = true; }

  rt::task<core::result<agent::transport_line>> read_line() override {
    auto line = co_await peer_->output.pop();
    if (!line) co_return core::make_error(core::errc::closed);
    ++peer_->lines_taken;
    co_return agent::transport_line{std::move(*line), peer_->lines_taken, std::chrono::steady_clock::now()};
  }
  rt::task<core::result<void>> write_line(std::string line) override {
    if (!peer_->reads_input) co_await peer_->resume.async_wait(boost::asio::use_awaitable);
    peer_->heard.push_back(std::move(line));
    co_return core::result<void>();
  }
  void note(std::string text) override { peer_->notes.push_back(std::move(text)); }
  void release() override { ++peer_->releases; }
  void detach() noexcept override {
    peer_->fate->detached = true;
    peer_->output.close();
  }
  rt::task<agent::agent_exit> terminate(core::deadline) override {
    peer_->fate->terminated = true;
    peer_->output.close();
    co_return peer_->exit;
  }
  void kill() noexcept override {
    peer_->fate->killed = true;
    peer_->output.close();
  }

 private:
  std::shared_ptr<memory_peer> peer_;
};

}  // namespace switchboard::test
