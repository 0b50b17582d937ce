// store::query_runner: a connection of its own for each query, made and closed on one of a few threads, so that a query
// leaves nothing behind and a flood of them stands in line. The application's connection signs who is asking; the
// query's connection only carries the token.
//
// Life cycle: made once, after the database and destroyed before it; used from any shard.
#pragma once

#include "core/secret.hpp"
#include "rt/blocking_pool.hpp"
#include "store/pg/database.hpp"
#include "store/pg/stall_watch.hpp"
#include "store/query_runner.hpp"

#include <cstddef>

namespace switchboard::store::pg {

/// How many queries may run, and wait, at once.
struct query_limits {
  std::size_t at_once = 2;
  std::size_t waiting = 20;
};

class query_runner final : public store::query_runner {
 public:
  /// `url` is that of the role switchboard_query; `db` signs.
  query_runner(core::secret_string url, database& db, query_limits limits = {});

  rt::task<query_outcome> run(const auth::tenant_context& tenant, core::workspace_id workspace, std::string sql,
                              std::vector<std::optional<std::string>> parameters, core::deadline limit) override;

 private:
  query_outcome perform(std::size_t worker, const std::string& token, const std::string& sql, const params& parameters,
                        core::deadline limit);

  core::secret_string url_;
  database& db_;
  query_limits limits_;
  stall_watch watch_;
  rt::blocking_pool pool_;  // last: its threads end before the watch goes
};

}  // namespace switchboard::store::pg
