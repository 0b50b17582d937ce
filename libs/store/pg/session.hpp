// One Postgres connection with its prepared statements. Used by one thread at a time, but for hasten().
#pragma once

#include "core/deadline.hpp"
#include "core/secret.hpp"
#include "store/pg/stall_watch.hpp"

#include <pqxx/connection>
#include <pqxx/result>
#include <pqxx/transaction_base>

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace switchboard::store::pg {

/// SQL with $n parameters under a name that is its own for ever.
struct statement {
  std::string name;
  std::string sql;
};

/// Text-format parameters; nullopt is NULL.
using params = std::vector<std::optional<std::string>>;

enum class statement_mode {
  prepared,  // parsed once a connection: fastest
  unnamed    // parsed every time: works through poolers in transaction mode
};

class session {
 public:
  /// Connects, within seconds or not at all; throws pqxx::broken_connection. `watch` knows it as `worker`.
  session(const core::secret_string& url, statement_mode mode, stall_watch& watch, std::size_t worker);

  /// Bounds everything that is done on the connection in a scope: when the deadline is over, and Postgres has not said
  /// so itself, the connection breaks.
  stall_watch::scope bound_by(core::deadline limit);
  /// From any thread, while the session is bound: breaks the connection soon.
  void hasten(core::deadline limit) { watch_.hasten(worker_, limit.when()); }

  /// Says that a stray cancellation may still reach this connection: it is used no more.
  void spoil() noexcept { spoiled_ = true; }
  bool spoiled() const noexcept { return spoiled_; }

  pqxx::connection& connection() noexcept { return connection_; }
  pqxx::result exec(pqxx::transaction_base& tx, const statement& s, const params& values);

 private:
  pqxx::connection connection_;
  statement_mode mode_;
  stall_watch& watch_;
  std::size_t worker_;
  bool spoiled_ = false;
  std::unordered_set<std::string> prepared_;
};

}  // namespace switchboard::store::pg
