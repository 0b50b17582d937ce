// The working parts of a cli_session, shared by the coroutines that keep them alive: reading, writing, waiting for
// answers, serving the CLI's requests. See cli_session.hpp for the life cycle.
#pragma once

#include "agent/cli_session.hpp"
#include "agent/turn_inbox.hpp"
#include "rt/task_group.hpp"
#include "wire/agent_decoder.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <map>
#include <optional>

namespace switchboard::agent {

class cli_session::engine : public std::enable_shared_from_this<engine> {
 public:
  using clock = std::chrono::steady_clock;

  engine(const boost::asio::any_io_executor& executor, std::unique_ptr<line_transport> transport,
         session_limits limits);

  void start();
  /// Goes on with a turn that an earlier server began: folds what the agent has printed, tells it the message if nobody
  /// has, and serves its requests that have no answer yet (none where the agent is gone). Before start().
  void resume(resumed_turn turn);
  void keep_note(note_kind kind, std::string text);
  void release() { transport_->release(); }
  void detach();
  /// The session is over: wakes every wait with `why` and kills the process group. Only the first call counts.
  void fail(core::error why);
  rt::task<> close(core::deadline limit);
  /// As close(), for a destructor: at once.
  void abandon() noexcept;

  /// Sends a request of ours and waits for its answer.
  rt::task<core::result<core::json_text>> request(std::string id, std::string line, core::deadline limit);
  core::result<void> begin_turn(const std::string& user_message, session_callbacks callbacks);
  rt::task<core::result<timed_message>> next();
  rt::task<core::result<void>> interrupt();
  std::string next_id() { return "req_" + std::to_string(++requests_); }

  std::string session_id;
  bool alive() const noexcept { return !failure_; }
  bool in_turn() const noexcept { return in_turn_; }
  const std::optional<core::error>& failure() const noexcept { return failure_; }

 private:
  struct pending {  // a request of ours
    std::optional<core::result<core::json_text>> answer;
    boost::asio::steady_timer answered;
  };
  struct call {          // a request of the CLI, in service
    std::string rpc_id;  // of the JSON-RPC request in it, as JSON text; empty when there is none
    boost::asio::steady_timer cancelled;
    // Also for a wait that begins later.
    void cancel() { cancelled.expires_at(clock::time_point::min()); }
  };
  using answer = std::function<rt::task<std::string>(std::shared_ptr<session_callbacks>)>;

  rt::task<> read_lines();
  rt::task<> write_lines();
  void send(std::string line);
  void receive(const transport_line& line);
  void on(domain::agent_message message, const transport_line& line);
  void on_startup_failure(const domain::result_message& result);
  void on(wire::mcp_request request);
  void on(wire::permission_query query);
  void on(const wire::unknown_request& request);
  void on(wire::control_reply reply);
  void on(const wire::cancelled_request& cancelled);
  void serve(const std::string& request_id, std::string rpc_id, answer make);
  rt::task<> serve_one(std::string request_id, std::shared_ptr<call> served, answer make);
  void cancel_rpc(const std::string& rpc_id);
  void end_turn();
  clock::time_point silent_until() const;

  boost::asio::any_io_executor executor_;
  std::unique_ptr<line_transport> transport_;
  session_limits limits_;
  turn_inbox inbox_;
  std::deque<std::string> outbox_;
  std::size_t unsent_bytes_ = 0;
  boost::asio::steady_timer outbox_filled_;
  std::map<std::string, std::shared_ptr<pending>> pending_;
  std::map<std::string, std::shared_ptr<call>> in_service_;  // by the CLI's request id
  std::shared_ptr<session_callbacks> callbacks_;             // of the running turn
  bool in_turn_ = false;
  clock::time_point last_sign_;  // the CLI said something, or stopped waiting for us
  std::optional<core::error> failure_;
  std::uint64_t requests_ = 0;
  rt::task_group pumps_;  // the reader and the writer
  rt::task_group calls_;  // requests of the CLI in service
};

}  // namespace switchboard::agent
