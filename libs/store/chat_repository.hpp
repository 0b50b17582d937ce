// What a turn reads and writes. Every method takes the tenant first and runs under row-level security as that user.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/turn_input.hpp"
#include "rt/task.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::store {

struct turn_key {
  core::workspace_id workspace;
  core::agent_id agent;
  std::optional<core::conversation_id> conversation;
};

/// The caller's `Idempotency-Key` with the SHA-256 of the body that it came with.
struct idempotency {
  std::string key;
  std::array<std::uint8_t, 32> body_hash{};
};

/// How many runs there may be; 0 is no limit. Days are UTC's.
struct run_limits {
  int of_user = 0;                        // under way, of one user in one workspace
  int of_workspace = 0;                   // under way
  int of_user_a_day = 0;                  // begun, of one user in one workspace
  int of_workspace_a_day = 0;             // begun
  std::int64_t workspace_cost_a_day = 0;  // micro-dollars spent
  bool operator==(const run_limits&) const = default;
};

struct new_run {
  core::run_id run;
  core::conversation_id conversation;
  core::message_id user_message;
  core::workspace_id workspace;
  core::agent_id agent;
  bool creates_conversation = false;
  bool queued = false;  // waits for the conversation's running turn
  std::string message;
  std::string title;  // of a conversation that has none
  std::string model;
  std::string server_id;
  std::optional<idempotency> key;
  run_limits limits;
};

/// One event as it is kept: the very bytes of its `data`.
struct stored_event {
  std::int64_t seq = 0;
  std::string type;
  std::string data;
};

/// Event numbers of one conversation that are this process's to give: after < number <= until. They are reserved ahead
/// of use, so that a number which a client has seen is never given again, whatever becomes of this process.
struct number_block {
  std::int64_t after = 0;
  std::int64_t until = 0;
};

/// Whether the numbers that a run left unused went back to its conversation.
enum class reservation { kept, released };

enum class run_end { done, failed, cancelled };

/// What the CLI added to a session's transcript in a run: its entries, one JSON text each, in order.
struct session_entries {
  std::vector<core::json_text> entries;
  std::size_t needed_from = 0;  // a compaction made everything before this entry, in this run and earlier, superfluous
  bool compacted = false;
  bool begins = false;  // the session began in this run: earlier sessions of the conversation are needed no more
};

/// What a finished turn leaves behind, written in one transaction.
struct finished_run {
  core::run_id run;
  core::conversation_id conversation;
  core::workspace_id workspace;
  core::agent_id agent;
  run_end how = run_end::done;
  std::optional<core::message_id> assistant_message;  // none when the agent said nothing
  std::string title;                                  // of the conversation, if it has none yet
  std::string text;
  core::json_text parts;
  domain::usage tokens;
  std::int64_t cost_microdollars = 0;
  std::int64_t turn_count = 0;
  std::string stop_reason;
  std::string error_code;
  std::string error_message;
  std::string session_id;
  std::int64_t first_seq = 0;
  std::int64_t last_seq = 0;
  std::optional<std::int64_t> held_until;  // give back the numbers after last_seq if nobody reserved more than this
  std::vector<stored_event> events;
  session_entries transcript;  // of session_id
};

/// A run, as the run endpoints need it.
struct run_row {
  core::run_id run;
  core::conversation_id conversation;
  core::workspace_id workspace;
  std::string status;
  std::int64_t first_seq = 0;
  std::int64_t last_seq = 0;
};

/// The run that an idempotency key started.
struct replayed_run {
  run_row run;
  bool same_body = true;
};

class chat_repository {
 public:
  virtual ~chat_repository() = default;

  /// One round trip. `forbidden`: not a member of the workspace; `not_found`: the agent or conversation is absent,
  /// inactive or not this user's.
  virtual rt::task<core::result<domain::turn_input>> load_turn(const auth::tenant_context& tenant, turn_key key,
                                                               core::deadline limit) = 0;
  /// The run of an unexpired key of this user, if there is one.
  virtual rt::task<core::result<std::optional<replayed_run>>> find_idempotent(const auth::tenant_context& tenant,
                                                                              idempotency key,
                                                                              core::deadline limit) = 0;
  /// Conversation (when new), user message, run and key, in one transaction. `conversation_busy` (with runId) when
  /// another turn is running and this one does not queue; `conflict` when the key was taken meanwhile; `rate_limited`
  /// and `quota_exceeded` as run_limits say. Gives the conversation as it is now, with a block of numbers reserved: its
  /// session cannot change while this run is the active one.
  virtual rt::task<core::result<domain::conversation_state>> begin_run(const auth::tenant_context& tenant, new_run run,
                                                                       core::deadline limit) = 0;
  /// A queued run's turn has come (`conversation_busy` when it has not). Gives the conversation as begin_run does.
  virtual rt::task<core::result<domain::conversation_state>> activate_run(const auth::tenant_context& tenant,
                                                                          core::run_id run, core::deadline limit) = 0;
  /// The run's agent has its message: for people who look at the row. Of no effect on a run that is over.
  virtual rt::task<core::result<void>> mark_running(const auth::tenant_context& tenant, core::run_id run,
                                                    core::deadline limit) = 0;
  /// More event numbers for a conversation with a run of this process. `not_found` once it is deleted.
  virtual rt::task<core::result<number_block>> reserve_numbers(const auth::tenant_context& tenant,
                                                               core::conversation_id conversation,
                                                               core::deadline limit) = 0;
  /// Everything that the turn leaves behind, in one transaction; a repeated call changes nothing.
  virtual rt::task<core::result<reservation>> finish_run(const auth::tenant_context& tenant, finished_run run,
                                                         core::deadline limit) = 0;
  /// The newest `count` messages of finished turns, oldest first.
  virtual rt::task<core::result<std::vector<domain::said_message>>> recent_messages(const auth::tenant_context& tenant,
                                                                                    core::conversation_id conversation,
                                                                                    int count,
                                                                                    core::deadline limit) = 0;
  /// The stored transcript of the conversation's session, one entry a line; empty when there is none.
  virtual rt::task<core::result<std::string>> session_transcript(const auth::tenant_context& tenant,
                                                                 core::conversation_id conversation,
                                                                 std::string session_id, core::deadline limit) = 0;
  /// Ends an unfinished run as failed without its user, who has left the workspace. Its last event gets a number above
  /// all that may have been seen.
  virtual rt::task<core::result<void>> abandon_run(core::run_id run, std::string code, std::string message,
                                                   core::deadline limit) = 0;
  /// Ends, as failed with `server_restart`, what an earlier process of this server left unfinished; says how many.
  virtual rt::task<core::result<std::int64_t>> abandon_runs_of(std::string server_id, core::deadline limit) = 0;
  /// `not_found` where the run is absent or another user's.
  virtual rt::task<core::result<run_row>> find_run(const auth::tenant_context& tenant, core::run_id run,
                                                   core::deadline limit) = 0;
  /// A page of the stored events of a run with seq > after, in order: at most `limit_rows`, and no more after about a
  /// megabyte.
  virtual rt::task<core::result<std::vector<stored_event>>> run_events(const auth::tenant_context& tenant,
                                                                       core::run_id run, std::int64_t after,
                                                                       int limit_rows, core::deadline limit) = 0;
  /// The same over all runs of a conversation.
  virtual rt::task<core::result<std::vector<stored_event>>> conversation_events(const auth::tenant_context& tenant,
                                                                                core::conversation_id conversation,
                                                                                std::int64_t after, int limit_rows,
                                                                                core::deadline limit) = 0;
  /// The conversation as it is saved. `not_found` where it is absent or another user's.
  virtual rt::task<core::result<domain::conversation_state>> find_conversation(const auth::tenant_context& tenant,
                                                                               core::conversation_id conversation,
                                                                               core::deadline limit) = 0;
};

}  // namespace switchboard::store
