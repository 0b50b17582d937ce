// A session over the Claude CLI's stream-json protocol: it owns the transport, reads every line as it comes, serves the
// CLI's requests (tool calls, permissions) side by side while the turn goes on, and hands the typed messages of the
// turn to its owner.
//
// Life cycle: construct, initialize(), turns, close(). Two coroutines of its own read and write; one more serves each
// request of the CLI. The first fault (end of the process, silence, a stuck pipe) ends the session for good, and the
// process with it. Lives on one shard.
//
// Callbacks must own what they use: a call that the CLI took back, or that the turn's end cut off, may still be ending
// when next() has given the result. Its answer is dropped.
#pragma once

#include "agent/line_transport.hpp"
#include "agent/session.hpp"
#include "agent/turn_journal.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace switchboard::agent {

/// Times and caps of a session.
struct session_limits {
  std::chrono::milliseconds silence{120'000};        // no line in a turn for this long, while nothing waits for us
  std::chrono::milliseconds interrupt_reply{2'000};  // for the CLI to take note of an interrupt
  std::chrono::milliseconds write{30'000};           // for the CLI to read one line of ours
  std::chrono::milliseconds exit_grace{2'000};       // after its output has ended, before KILL
  std::size_t unread_messages = 4096;                // then reading waits for the owner
  std::size_t unread_bytes = 32U << 20;
  std::size_t unsent_bytes = 64U << 20;  // more than this unread by the CLI is a fault
  std::size_t calls_at_once = 64;        // the CLI's requests in service
};

/// Whether the agent of a resumed turn lives.
enum class agent_presence { alive, gone };

/// A turn that goes on.
struct resumed_turn {
  turn_journal journal;
  agent_presence agent = agent_presence::alive;
  std::uint64_t commands = 0;  // that the agent was given before: ids of requests go on after them
  std::string session_id;
  std::string message;  // of the user
  session_callbacks callbacks;
};

class cli_session final : public session {
 public:
  cli_session(const boost::asio::any_io_executor& executor, std::unique_ptr<line_transport> transport,
              session_limits limits);
  /// A session in the middle of its turn, as it was left.
  cli_session(const boost::asio::any_io_executor& executor, std::unique_ptr<line_transport> transport,
              session_limits limits, resumed_turn turn);
  ~cli_session() override;

  /// The first exchange: system prompt and tools. `gone` when the session to resume is unknown; `agent_unavailable`
  /// when the CLI ends, refuses, or does not answer before the limit. On an error: close().
  rt::task<core::result<void>> initialize(const session_spec& spec, core::deadline limit);

  rt::task<core::result<void>> begin_turn(std::string user_message, session_callbacks callbacks) override;
  rt::task<core::result<timed_message>> next() override;
  rt::task<core::result<void>> interrupt() override;
  const std::string& session_id() const noexcept override;
  bool alive() const noexcept override;
  bool in_turn() const noexcept override;
  rt::task<> close(core::deadline limit) override;
  void keep_note(note_kind kind, std::string text) override;
  void release() override;
  void detach() override;

 private:
  class engine;
  std::shared_ptr<engine> engine_;
};

}  // namespace switchboard::agent
