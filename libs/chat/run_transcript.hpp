// What the CLI writes to its session's transcript during a run, gathered to be stored with the run's end. Entries that
// come after the turn's result are delivered with the conversation's next turn.
#pragma once

#include "domain/agent_message.hpp"
#include "store/chat_repository.hpp"

#include <string>

namespace switchboard::chat {

class run_transcript {
 public:
  /// `resumed`: the CLI was told to continue a session, which must then show in what it writes.
  void begin(bool resumed) { resumed_ = resumed; }
  /// Entries of other files than the session's own are not kept.
  void add(const domain::transcript_mirror_message& mirrored, const std::string& session_id);
  /// The CLI was to continue a session, and began an empty one under its id.
  bool began_blank() const noexcept { return blank_; }
  store::session_entries take() { return std::move(kept_); }

 private:
  store::session_entries kept_;
  bool resumed_ = false;
  bool chained_ = false;  // an entry of the conversation was seen
  bool blank_ = false;
};

}  // namespace switchboard::chat
