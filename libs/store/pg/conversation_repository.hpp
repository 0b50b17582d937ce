// store::conversation_repository on Postgres.
#pragma once

#include "store/conversation_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class conversation_repository final : public store::conversation_repository {
 public:
  explicit conversation_repository(database& db) : db_(db) {}
  rt::task<core::result<core::json_text>> create(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                 core::agent_id agent, std::optional<std::string> title,
                                                 core::deadline limit) override;
  rt::task<core::result<core::json_text>> read(const auth::tenant_context& tenant, core::conversation_id conversation,
                                               core::deadline limit) override;
  rt::task<core::result<core::json_text>> rename(const auth::tenant_context& tenant, core::conversation_id conversation,
                                                 std::string title, core::deadline limit) override;
  rt::task<core::result<deleted_conversation>> remove(const auth::tenant_context& tenant,
                                                      core::conversation_id conversation,
                                                      core::deadline limit) override;
  rt::task<core::result<core::json_text>> add_messages(const auth::tenant_context& tenant,
                                                       core::conversation_id conversation,
                                                       std::vector<saved_message> messages,
                                                       core::deadline limit) override;

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
