// A chat_repository in memory, with the rules of the one on Postgres: one active run in a conversation, queued ones in
// their order behind it, keys that start one run, numbers that are reserved ahead and never given twice. Tests hold its
// calls up, make them fail, and look at its rows. Thread-safe.
#pragma once

#include "gate.hpp"
#include "store/chat_repository.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::test {

struct fake_run {
  store::new_run asked;
  std::string user;
  std::string status;
  std::string error_code;
  std::int64_t last_seq = 0;
  std::optional<store::finished_run> end;
  std::vector<store::stored_event> events;
};

struct fake_conversation {
  std::string user;
  std::string session_id;
  std::int64_t last_seq = 0;
  std::int64_t reserved_seq = 0;
  std::int64_t purged_seq = 0;
};

class fake_chat_repository final : public store::chat_repository {
 public:
  using state = core::result<domain::conversation_state>;

  rt::task<core::result<domain::turn_input>> load_turn(const auth::tenant_context& tenant, store::turn_key key,
                                                       core::deadline limit) override;
  rt::task<core::result<std::optional<store::replayed_run>>> find_idempotent(const auth::tenant_context& tenant,
                                                                             store::idempotency key,
                                                                             core::deadline limit) override;
  rt::task<state> begin_run(const auth::tenant_context& tenant, store::new_run run, core::deadline limit) override;
  rt::task<state> activate_run(const auth::tenant_context& tenant, core::run_id run, core::deadline limit) override;
  rt::task<core::result<void>> mark_running(const auth::tenant_context& tenant, core::run_id run,
                                            core::deadline limit) override;
  rt::task<core::result<store::number_block>> reserve_numbers(const auth::tenant_context& tenant,
                                                              core::conversation_id conversation,
                                                              core::deadline limit) override;
  rt::task<core::result<store::reservation>> finish_run(const auth::tenant_context& tenant, store::finished_run run,
                                                        core::deadline limit) override;
  rt::task<core::result<std::vector<domain::said_message>>> recent_messages(const auth::tenant_context& tenant,
                                                                            core::conversation_id conversation,
                                                                            int count, core::deadline limit) override;
  rt::task<core::result<std::string>> session_transcript(const auth::tenant_context& tenant,
                                                         core::conversation_id conversation, std::string session_id,
                                                         core::deadline limit) override;
  rt::task<core::result<void>> abandon_run(core::run_id run, std::string code, std::string message,
                                           core::deadline limit) override;
  rt::task<core::result<std::int64_t>> abandon_runs_of(std::string server_id, core::deadline limit) override;
  rt::task<core::result<store::run_row>> find_run(const auth::tenant_context& tenant, core::run_id run,
                                                  core::deadline limit) override;
  rt::task<core::result<std::vector<store::stored_event>>> run_events(const auth::tenant_context& tenant,
                                                                      core::run_id run, std::int64_t after,
                                                                      int limit_rows, core::deadline limit) override;
  rt::task<core::result<std::vector<store::stored_event>>> conversation_events(const auth::tenant_context& tenant,
                                                                               core::conversation_id conversation,
                                                                               std::int64_t after, int limit_rows,
                                                                               core::deadline limit) override;
  rt::task<state> find_conversation(const auth::tenant_context& tenant, core::conversation_id conversation,
                                    core::deadline limit) override;

  /// Copies, for the test's thread.
  fake_run row(core::run_id run) const;
  fake_conversation row(core::conversation_id conversation) const;
  std::size_t runs() const;
  /// The one run whose message this is.
  core::run_id run_of(const std::string& message) const;
  /// Drops what was said in the conversation so far, as the purge does.
  void purge(core::conversation_id conversation);
  /// Stores an end as if another server had driven the run.
  void set_session(core::conversation_id conversation, std::string session_id);

  gate find_key_gate, load_gate, begin_gate, activate_gate, mark_gate, recent_gate, transcript_gate, finish_gate,
      reserve_gate;
  std::atomic<bool> member{true};        // of the workspace
  std::atomic<int> failing_finishes{0};  // the next ones end with `finish_error`
  std::atomic<core::errc> finish_error{core::errc::database_unavailable};
  std::atomic<int> finishes{0};  // calls of finish_run
  std::atomic<int> abandoned{0};
  std::atomic<int> page_reads{0};        // calls of run_events and conversation_events
  std::atomic<std::int64_t> block{100};  // numbers in a reservation
  std::atomic<int> throwing_activations{0};

 private:
  struct kept_key {
    store::idempotency key;
    core::run_id run;
  };
  bool sees(const fake_run& run, const auth::tenant_context& tenant) const;
  store::run_row row_of(const fake_run& run) const;
  domain::conversation_state reserve(core::conversation_id id);

  mutable std::mutex mutex_;
  std::map<core::run_id, fake_run> runs_;
  std::vector<core::run_id> order_;
  std::map<core::conversation_id, fake_conversation> conversations_;
  std::map<std::string, kept_key> keys_;  // by user and key
};

}  // namespace switchboard::test
