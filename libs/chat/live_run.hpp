// A run while this server drives it: who it is for, where its events go, and the wish to end it. Everything but the
// identity fields is touched on the home shard only.
#pragma once

#include "auth/tenant_context.hpp"
#include "chat/answer_board.hpp"
#include "chat/conversation_log.hpp"
#include "chat/run_transcript.hpp"
#include "core/error.hpp"
#include "core/uuid.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace switchboard::chat {

class live_run;

/// A conversation with a living run: its events and the order of its runs.
struct live_conversation {
  live_conversation(core::conversation_id c, boost::asio::any_io_executor e) : id(c), home(e), log(std::move(e)) {}
  const core::conversation_id id;
  const boost::asio::any_io_executor home;
  conversation_log log;
  std::string session_id;      // the CLI session of its newest active run; empty: none yet
  std::deque<live_run*> runs;  // the active one first, then those that wait, in order
};

class live_run {
 public:
  live_run(core::run_id run, core::workspace_id workspace, auth::tenant_context tenant,
           std::shared_ptr<live_conversation> conversation)
      : id(run),
        workspace(workspace),
        tenant(std::move(tenant)),
        conversation(std::move(conversation)),
        changed(this->conversation->home, boost::asio::steady_timer::time_point::max()),
        answers(this->conversation->home) {}
  live_run(const live_run&) = delete;
  live_run& operator=(const live_run&) = delete;

  const core::run_id id;
  const core::workspace_id workspace;
  const auth::tenant_context tenant;
  const std::shared_ptr<live_conversation> conversation;

  /// Asks the run to end: as cancelled by the user, or with an error (the server shuts down). The first wish holds.
  void request_end(std::optional<core::error> why) {
    if (end_requested_) return;
    end_requested_ = true;
    end_error_ = std::move(why);
    changed.cancel();
  }
  bool end_requested() const noexcept { return end_requested_; }
  /// The server goes away: whoever still saves this run gives up after the attempt at hand. Other than a wish to end,
  /// which the user may have had before.
  void stop_saving() noexcept { saving_stopped_ = true; }
  bool saving_stopped() const noexcept { return saving_stopped_; }
  const std::optional<core::error>& end_error() const noexcept { return end_error_; }

  /// Cancelled whenever the run should look again: an end was requested, or its place in the queue has changed.
  boost::asio::steady_timer changed;
  /// For the questions of this run that wait for their user.
  answer_board answers;
  /// The number of the event that this run started after: readers of the whole run begin here.
  std::int64_t before_first = 0;
  /// What the CLI added to its session's transcript.
  run_transcript transcript;
  /// Set once the terminal event is out.
  bool finished = false;

 private:
  bool end_requested_ = false;
  bool saving_stopped_ = false;
  std::optional<core::error> end_error_;
};

}  // namespace switchboard::chat
