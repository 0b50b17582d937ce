#include "agent/cli_engine.hpp"

#include "core/log.hpp"
#include "rt/timer.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace switchboard::agent {
namespace {

core::error ended_without_result(const agent_exit& exit) {
  return core::make_internal(core::errc::agent_crashed,
                             process::describe(exit.status) + "; stderr: " + exit.stderr_tail);
}

}  // namespace

cli_session::engine::engine(const boost::asio::any_io_executor& executor, std::unique_ptr<line_transport> transport,
                            session_limits limits)
    : executor_(executor),
      transport_(std::move(transport)),
      limits_(limits),
      inbox_(executor, limits.unread_messages, limits.unread_bytes),
      outbox_filled_(executor, clock::time_point::max()),
      pumps_(executor),
      calls_(executor) {}

void cli_session::engine::start() {
  auto self = shared_from_this();
  pumps_.spawn([self] { return self->read_lines(); });
  pumps_.spawn([self] { return self->write_lines(); });
}

void cli_session::engine::fail(core::error why) {
  if (failure_) return;
  failure_ = std::move(why);
  end_turn();
  for (auto& [id, request] : pending_) request->answered.cancel();
  inbox_.wake();
  outbox_filled_.cancel();
  transport_->kill();
}

rt::task<> cli_session::engine::close(core::deadline limit) {
  auto self = shared_from_this();
  if (!failure_) {
    // The reader sees the end of the output; what it then reports comes second.
    failure_ = core::make_error(core::errc::cancelled);
    end_turn();
    inbox_.wake();
    for (auto& [id, request] : pending_) request->answered.cancel();
  }
  co_await transport_->terminate(limit);
  calls_.cancel();  // not joined: a call may be in a blocking statement, and it holds what it needs
  pumps_.cancel();
  co_await pumps_.join();
}

void cli_session::engine::abandon() noexcept {
  fail(core::make_error(core::errc::cancelled));
  calls_.cancel();
  pumps_.cancel();
}

rt::task<> cli_session::engine::read_lines() {
  for (;;) {
    co_await inbox_.wait_for_room();
    const auto line = co_await transport_->read_line();
    if (!line) break;
    last_sign_ = clock::now();
    if (!failure_) receive(*line);
  }
  // No more lines, so no result: the process has ended or might as well have.
  const auto exit = co_await transport_->terminate(core::deadline::after(limits_.exit_grace));
  fail(ended_without_result(exit));
}

rt::task<> cli_session::engine::write_lines() {
  while (!failure_) {
    if (outbox_.empty()) {
      boost::system::error_code ignored;
      co_await outbox_filled_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
      continue;
    }
    auto line = std::move(outbox_.front());
    outbox_.pop_front();
    unsent_bytes_ -= line.size();
    auto writing = transport_->write_line(std::move(line));
    const auto written = co_await rt::with_deadline(core::deadline::after(limits_.write), std::move(writing));
    if (written || failure_) continue;
    if (written.error().code == core::errc::timed_out) {
      fail(core::make_internal(core::errc::agent_timeout, "the agent does not read its input"));
    }
    co_return;  // closed: the reader will see the end of the process, and say how it ended
  }
}

void cli_session::engine::send(std::string line) {
  if (failure_) return;
  unsent_bytes_ += line.size();
  outbox_.push_back(std::move(line));
  if (unsent_bytes_ > limits_.unsent_bytes) {
    fail(core::make_internal(core::errc::agent_timeout, "the agent reads its input too slowly"));
  }
  outbox_filled_.cancel();
}

rt::task<core::result<core::json_text>> cli_session::engine::request(std::string id, std::string line,
                                                                     core::deadline limit) {
  auto self = shared_from_this();
  auto waiting = std::make_shared<pending>(pending{{}, boost::asio::steady_timer(executor_, limit.when())});
  pending_[id] = waiting;
  send(std::move(line));
  if (!failure_ && !waiting->answer) {
    boost::system::error_code ignored;
    co_await waiting->answered.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
  pending_.erase(id);
  if (waiting->answer) co_return std::move(*waiting->answer);
  if (failure_) co_return *failure_;
  co_return core::make_error(core::errc::timed_out);
}

core::result<void> cli_session::engine::begin_turn(const std::string& user_message, session_callbacks callbacks) {
  if (failure_) return *failure_;
  if (in_turn_) return core::make_error(core::errc::conflict);
  inbox_.keep_transcript_only();
  callbacks_ = std::make_shared<session_callbacks>(std::move(callbacks));
  in_turn_ = true;
  last_sign_ = clock::now();
  send(wire::user_line(user_message));
  return {};
}

void cli_session::engine::keep_note(note_kind kind, std::string text) {
  text.insert(text.begin(), kind == note_kind::begins_turn ? begin_mark : later_mark);
  transport_->note(std::move(text));
}

void cli_session::engine::detach() {
  transport_->detach();
  fail(core::make_error(core::errc::shutting_down));
}

rt::task<core::result<timed_message>> cli_session::engine::next() {
  auto self = shared_from_this();
  for (;;) {
    if (auto message = inbox_.take()) co_return std::move(*message);
    if (failure_) co_return *failure_;
    if (!in_turn_) co_return core::make_internal(core::errc::conflict, "no turn is running");
    const auto until = silent_until();
    if (clock::now() >= until) {
      fail(core::make_internal(core::errc::agent_timeout,
                               "no line for " + std::to_string(limits_.silence.count()) + " ms"));
      continue;
    }
    co_await inbox_.wait_for_message(until);
  }
}

rt::task<core::result<void>> cli_session::engine::interrupt() {
  auto self = shared_from_this();
  if (failure_) co_return *failure_;
  if (!in_turn_) co_return core::result<void>();  // it has ended by itself
  auto id = next_id();
  auto line = wire::interrupt_line(id);
  const auto answer = co_await request(std::move(id), std::move(line), core::deadline::after(limits_.interrupt_reply));
  if (!answer) co_return answer.error();
  co_return core::result<void>();
}

// While the CLI waits for an answer of ours its silence means nothing.
cli_session::engine::clock::time_point cli_session::engine::silent_until() const {
  return in_service_.empty() ? last_sign_ + limits_.silence : clock::time_point::max();
}

void cli_session::engine::end_turn() {
  in_turn_ = false;
  callbacks_.reset();
  for (auto& [id, served] : in_service_) served->cancel();
}

}  // namespace switchboard::agent
