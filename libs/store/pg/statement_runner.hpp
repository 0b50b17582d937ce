// store::statement_runner over the connection pool: one transaction for each call, its statement cancellable while it
// runs.
//
// Life cycle: made once, after the database and destroyed before it; used from any shard.
#pragma once

#include "rt/blocking_pool.hpp"
#include "store/pg/database.hpp"
#include "store/statement_runner.hpp"

namespace switchboard::store::pg {

class statement_runner final : public store::statement_runner {
 public:
  explicit statement_runner(database& db) : db_(db), cancels_("pg-cancel", 1) {}

  rt::task<call_answer> call(const auth::tenant_context& tenant, recorded_call what,
                             std::shared_ptr<const prepared_statement> statement,
                             std::vector<std::optional<std::string>> parameters, answer_maker answer,
                             core::deadline limit) override;
  rt::task<> record(const auth::tenant_context& tenant, recorded_call what, call_answer answer,
                    core::deadline limit) override;
  rt::task<core::result<void>> explain(std::shared_ptr<const prepared_statement> statement, std::size_t parameters,
                                       core::deadline limit) override;

 private:
  rt::task<core::result<call_answer>> attempt(const auth::tenant_context& tenant, const recorded_call& what,
                                              const prepared_statement& wanted, const params& parameters,
                                              const answer_maker& answer, core::deadline limit);

  database& db_;
  rt::blocking_pool cancels_;  // sends cancel requests, so that a busy pool cannot hold them up
};

}  // namespace switchboard::store::pg
