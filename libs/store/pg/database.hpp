// The way into Postgres: worker threads with one connection each, and the two shapes of work on them. Identity reaches
// Postgres through set_config(…, true) in the same transaction and in no other way.
//
// Life cycle: construct (connects lazily, so the server starts while Postgres is down), use from any shard, destroy
// after the shards have ended.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "rt/blocking_pool.hpp"
#include "rt/task.hpp"
#include "store/pg/error_map.hpp"
#include "store/pg/session.hpp"

#include <pqxx/nontransaction>
#include <pqxx/transaction>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace switchboard::store::pg {

enum class access { read_write, read_only };

/// A transaction that knows whose it is: user id and statement_timeout are set before any other statement. Rolled back
/// unless committed. Exists on a worker only.
class tenant_tx {
 public:
  tenant_tx(std::shared_ptr<session> s, const std::string& user_id, const std::optional<std::string>& workspace_id,
            access mode, core::deadline limit);
  pqxx::result exec(const statement& s, const params& values = {}) { return session_->exec(work_, s, values); }
  /// Statements of our own without parameters or rows, in one round trip.
  void exec(const char* sql) { work_.exec(sql); }
  void commit() { work_.commit(); }
  /// The connection that it runs on, which whoever cancels a statement may hold for longer than the transaction.
  const std::shared_ptr<session>& on() const noexcept { return session_; }

 private:
  std::shared_ptr<session> session_;
  pqxx::work work_;
};

class database {
 public:
  database(core::secret_string url, std::size_t connections, statement_mode mode = statement_mode::prepared);
  database(const database&) = delete;
  database& operator=(const database&) = delete;
  ~database();

  /// Runs `fn(tenant_tx&) -> result<T>` in a transaction that commits when the result is a value. A connection that was
  /// found dead before the transaction began is replaced once. `where` names the operation in logs.
  template<class Fn>
  rt::task<std::invoke_result_t<Fn&, tenant_tx&>> transact(std::string_view where, const auth::tenant_context& tenant,
                                                           core::deadline limit, Fn& fn,
                                                           access mode = access::read_write,
                                                           std::optional<std::string> workspace_id = std::nullopt) {
    using outcome = std::invoke_result_t<Fn&, tenant_tx&>;
    const auto user = tenant.user_id().str();
    const caller from{where, tenant.request_id()};
    auto work = [&](std::size_t worker) -> outcome {
      std::optional<outcome> out;
      const auto failed = guarded(from, worker, limit, [&](const std::shared_ptr<session>& s) {
        tenant_tx tx(s, user, workspace_id, mode, limit);
        began(worker);
        out.emplace(fn(tx));
        if (*out) tx.commit();
      });
      if (failed) return *failed;
      return std::move(*out);
    };
    co_return co_await pool_.run(work);
  }

  /// One statement, one round trip, no transaction block: `sql` must be of the form
  ///   SELECT (… WHERE me.uid IS NOT NULL …) FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0)
  ///   me
  /// so that the identity is set before the correlated subquery is evaluated; without it policies show nothing.
  /// $1 is the user id, `values` follow from $2. Gives the one text column of the one row; nullopt for NULL.
  rt::task<core::result<std::optional<std::string>>> read_one(std::string_view where,
                                                              const auth::tenant_context& tenant, const statement& s,
                                                              params values, core::deadline limit);

  /// One statement without a user: profiles of verified tokens, price tables, health. Only functions and tables that
  /// are safe for everybody.
  rt::task<core::result<std::optional<std::string>>> read_anonymous(std::string_view where, const statement& s,
                                                                    params values, core::deadline limit);

  std::size_t connections() const noexcept { return sessions_.size(); }
  std::size_t queued() const { return pool_.queued(); }

 private:
  struct slot {
    std::shared_ptr<session> open;
    bool in_transaction = false;  // a statement of the current work has reached the server
  };

  // Runs `work` on the worker's session, replacing a dead one once where nothing has happened yet.
  std::optional<core::error> guarded(const caller& from, std::size_t worker, core::deadline limit,
                                     const std::function<void(const std::shared_ptr<session>&)>& work);
  void began(std::size_t worker) { sessions_[worker].in_transaction = true; }
  rt::task<core::result<std::optional<std::string>>> single(caller from, const statement& s, params values,
                                                            core::deadline limit);

  core::secret_string url_;
  statement_mode mode_;
  stall_watch watch_;
  std::vector<slot> sessions_;
  rt::blocking_pool pool_;  // last: its threads end before the sessions go
};

}  // namespace switchboard::store::pg
