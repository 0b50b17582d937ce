// store::directory_repository on Postgres.
#pragma once

#include "store/directory_repository.hpp"
#include "store/pg/database.hpp"

namespace switchboard::store::pg {

class directory_repository final : public store::directory_repository {
 public:
  explicit directory_repository(database& db) : db_(db) {}

  rt::task<core::result<core::json_text>> agents(const auth::tenant_context& tenant, agent_filter filter,
                                                 core::deadline limit) override;
  rt::task<core::result<core::json_text>> conversations(const auth::tenant_context& tenant, conversation_filter filter,
                                                        core::deadline limit) override;
  rt::task<core::result<core::json_text>> messages(const auth::tenant_context& tenant,
                                                   core::conversation_id conversation,
                                                   std::optional<core::message_id> before, std::int64_t limit_rows,
                                                   core::deadline limit) override;
  rt::task<core::result<core::json_text>> me(const auth::tenant_context& tenant, core::deadline limit) override;

 private:
  // NULL from Postgres becomes `missing`.
  rt::task<core::result<core::json_text>> read(std::string_view where, const auth::tenant_context& tenant,
                                               const statement& s, params values, core::errc missing,
                                               core::deadline limit);
  database& db_;
};

}  // namespace switchboard::store::pg
