#include "agent/cli_session.hpp"

#include "agent/cli_engine.hpp"

#include <utility>

namespace switchboard::agent {

cli_session::cli_session(const boost::asio::any_io_executor& executor, std::unique_ptr<line_transport> transport,
                         session_limits limits)
    : engine_(std::make_shared<engine>(executor, std::move(transport), limits)) {
  engine_->start();
}

cli_session::cli_session(const boost::asio::any_io_executor& executor, std::unique_ptr<line_transport> transport,
                         session_limits limits, resumed_turn turn)
    : engine_(std::make_shared<engine>(executor, std::move(transport), limits)) {
  engine_->resume(std::move(turn));
  engine_->start();
}

cli_session::~cli_session() {
  engine_->abandon();
}

rt::task<core::result<void>> cli_session::initialize(const session_spec& spec, core::deadline limit) {
  auto e = engine_;
  e->session_id = spec.resume_session_id.value_or(spec.new_session_id.value_or(""));
  auto id = e->next_id();
  auto line = wire::initialize_line(id, spec.system_prompt, spec.tool_manifest);
  auto answer = co_await e->request(std::move(id), std::move(line), limit);
  if (answer) co_return core::result<void>();
  if (answer.error().code == core::errc::gone) co_return answer.error();
  auto detail = answer.error().detail.empty() ? answer.error().message : answer.error().detail;
  co_return core::make_internal(core::errc::agent_unavailable, "initialize: " + detail);
}

rt::task<core::result<void>> cli_session::begin_turn(std::string user_message, session_callbacks callbacks) {
  co_return engine_->begin_turn(user_message, std::move(callbacks));
}

rt::task<core::result<timed_message>> cli_session::next() {
  return engine_->next();
}

rt::task<core::result<void>> cli_session::interrupt() {
  return engine_->interrupt();
}

const std::string& cli_session::session_id() const noexcept {
  return engine_->session_id;
}

bool cli_session::alive() const noexcept {
  return engine_->alive();
}

bool cli_session::in_turn() const noexcept {
  return engine_->in_turn();
}

rt::task<> cli_session::close(core::deadline limit) {
  return engine_->close(limit);
}

void cli_session::keep_note(note_kind kind, std::string text) {
  engine_->keep_note(kind, std::move(text));
}

void cli_session::release() {
  engine_->release();
}

void cli_session::detach() {
  engine_->detach();
}

}  // namespace switchboard::agent
