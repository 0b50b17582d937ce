// One Postgres connection with its prepared statements. Used by one thread at a time.
#pragma once

#include "core/secret.hpp"

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
  /// Connects; throws pqxx::broken_connection.
  session(const core::secret_string& url, statement_mode mode);

  pqxx::connection& connection() noexcept { return connection_; }
  pqxx::result exec(pqxx::transaction_base& tx, const statement& s, const params& values);

 private:
  pqxx::connection connection_;
  statement_mode mode_;
  std::unordered_set<std::string> prepared_;
};

}  // namespace switchboard::store::pg
