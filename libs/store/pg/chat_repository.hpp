// store::chat_repository on Postgres.
#pragma once

#include "store/chat_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class chat_repository final : public store::chat_repository {
 public:
  explicit chat_repository(database& db) : db_(db) {}

  rt::task<core::result<domain::turn_input>> load_turn(const auth::tenant_context& tenant, turn_key key,
                                                       core::deadline limit) override;
  rt::task<core::result<std::optional<replayed_run>>> find_idempotent(const auth::tenant_context& tenant,
                                                                      idempotency key, core::deadline limit) override;
  rt::task<core::result<domain::conversation_state>> begin_run(const auth::tenant_context& tenant, new_run run,
                                                               core::deadline limit) override;
  rt::task<core::result<domain::conversation_state>> activate_run(const auth::tenant_context& tenant, core::run_id run,
                                                                  core::deadline limit) override;
  rt::task<core::result<void>> mark_running(const auth::tenant_context& tenant, core::run_id run,
                                            core::deadline limit) override;
  rt::task<core::result<number_block>> reserve_numbers(const auth::tenant_context& tenant,
                                                       core::conversation_id conversation,
                                                       core::deadline limit) override;
  rt::task<core::result<reservation>> finish_run(const auth::tenant_context& tenant, finished_run run,
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
  rt::task<core::result<run_row>> find_run(const auth::tenant_context& tenant, core::run_id run,
                                           core::deadline limit) override;
  rt::task<core::result<std::vector<stored_event>>> run_events(const auth::tenant_context& tenant, core::run_id run,
                                                               std::int64_t after, int limit_rows,
                                                               core::deadline limit) override;

  rt::task<core::result<std::vector<stored_event>>> conversation_events(const auth::tenant_context& tenant,
                                                                        core::conversation_id conversation,
                                                                        std::int64_t after, int limit_rows,
                                                                        core::deadline limit) override;
  rt::task<core::result<domain::conversation_state>> find_conversation(const auth::tenant_context& tenant,
                                                                       core::conversation_id conversation,
                                                                       core::deadline limit) override;

 private:
  rt::task<core::result<std::vector<stored_event>>> events(const auth::tenant_context& tenant, const statement& which,
                                                           std::string id, std::int64_t after, int limit_rows,
                                                           core::deadline limit);
  database& db_;
};

}  // namespace switchboard::store::pg
