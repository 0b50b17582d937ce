// The run reducer folds the messages of one run, in order, into the events that clients see (contract section 3). It
// is pure: the same messages with the same arrival times give the same events, byte for byte, so a run can be replayed
// from its recorded lines after a restart.
//
// Life cycle: one reducer a run. Feed every message with on_message(), a user's wish to stop with on_cancel(), and the
// end of a session that gave no result with on_failure(). Exactly one terminal event (done or error) comes out, last;
// what arrives after it is ignored. `permission_request` and its like are the run loop's own events, not the reducer's.
//
// Times are milliseconds since the start of the run. Not thread-safe; no I/O, no clock.
#pragma once

#include "core/error.hpp"
#include "core/uuid.hpp"
#include "domain/agent_message.hpp"
#include "domain/event.hpp"
#include "domain/message_parts.hpp"
#include "domain/run_failure.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::domain {

/// What a run is, fixed before its first message.
struct run_context {
  core::conversation_id conversation;
  core::run_id run;
  core::message_id message;  // the assistant message that the run will save
  bool is_resumed = false;
  std::string session_id;           // the CLI session's id where it is known before the CLI says it; may be empty
  std::string model;                // as configured: the price where the CLI names no model
  std::vector<model_price> prices;  // the whole price table
};

enum class run_state { running, completed, cancelled, failed };

/// What a run came to; whole once `state` is not running.
struct run_outcome {
  run_state state = run_state::running;
  std::string session_id;
  bool session_seen = false;  // the CLI has said it: there is a session to resume
  std::string model;          // the model that answered
  usage tokens;
  std::int64_t cost_microdollars = 0;
  std::int64_t turn_count = 0;
  std::string stop_reason;           // "end_turn", …, "cancelled"; empty when failed
  std::optional<core::error> error;  // failed only; `detail` holds the CLI's own words, for the log
  bool recoverable = false;          // failed only
};

class run_reducer {
 public:
  explicit run_reducer(run_context context);

  /// Emits `session` now, where the context knows the session's id; otherwise init or the first other event does.
  std::vector<event> begin();
  /// Folds the next message.
  std::vector<event> on_message(const agent_message& message, std::chrono::milliseconds at);
  /// The user wants the run to stop. Emits nothing; however the run ends from now on, it ends as cancelled.
  std::vector<event> on_cancel(std::chrono::milliseconds at);
  /// The session ended without a result (crash, silence, a limit of the run). Emits the terminal event.
  std::vector<event> on_failure(const core::error& error, std::chrono::milliseconds at);

  /// True once the terminal event has been emitted.
  bool ended() const noexcept { return outcome_.state != run_state::running; }
  const run_outcome& outcome() const noexcept { return outcome_; }
  /// The answer's text so far: its text blocks, with an empty line between two.
  std::string text() const { return parts_.text(); }
  /// The answer so far as seed 003's MessagePart array.
  core::json_text parts_json() const { return parts_.json(); }

 private:
  struct open_block {
    std::int64_t index = 0;
    block_kind kind = block_kind::text;
  };
  struct streamed_block {  // of the message that streams
    std::int64_t index = 0;
    block_kind kind = block_kind::text;
    std::size_t part = 0;
  };
  struct running_tool {
    std::string id;
    std::chrono::milliseconds started{0};
  };
  using events = std::vector<event>;

  void on(const init_message& m, events& out);
  void on(const status_message& m, events& out);
  void on(const api_retry_message& m, events& out);
  void on(const compact_boundary_message& m, events& out);
  void on(const message_start_message& m, events& out);
  void on(const block_start_message& m, events& out);
  void on(const text_delta_message& m, events& out);
  void on(const thinking_delta_message& m, events& out);
  void on(const block_stop_message& m, events& out);
  void on(const message_delta_message& m, events& out);
  void on(const message_stop_message& m, events& out);
  void on(const assistant_message& m, events& out);
  void on(const user_message& m, events& out);
  void on(const result_message& m, events& out);
  void on(const transcript_mirror_message&, events&) {}
  void on(const tool_progress_message&, events&) {}
  void on(const other_message&, events&) {}
  void on(const noise_message&, events&) {}
  void on(const tool_use_block& block, events& out);
  void whole(block_kind kind, const std::string& text, events& out);

  void start(const std::string& session_id, events& out);
  std::string abandoned_text() const;
  std::string take_abandoned();
  void open(std::int64_t index, block_kind kind, events& out);
  void delta(std::int64_t index, block_kind kind, const std::string& text, events& out);
  void close(events& out);
  void count(const result_message& m);
  void count_streamed();
  void end_open_things(events& out);
  void finish(run_state state, std::string stop_reason, events& out);
  void fail(core::error error, events& out);

  run_context context_;
  run_outcome outcome_;
  message_parts parts_;
  std::chrono::milliseconds now_{0};
  bool started_ = false;
  bool cancel_requested_ = false;
  bool compacting_ = false;
  bool retry_announced_ = false;     // since blocks were abandoned
  std::string streaming_message_;    // id of the message whose blocks came, or come, as deltas
  std::optional<open_block> block_;  // the text or thinking block that is open
  std::vector<streamed_block> blocks_;
  std::vector<streamed_block> abandoned_;  // blocks that the model's next words replace
  usage streamed_;                         // tokens of this turn's finished messages
  usage streaming_;                        // tokens of the message that streams
  std::string stop_reason_;
  std::vector<running_tool> tools_;
};

}  // namespace switchboard::domain
