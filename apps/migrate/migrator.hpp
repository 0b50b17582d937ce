// Moves a database along the history. Each revision runs in one transaction together with its entry in Alembic's own
// table, alembic_version, so that Alembic and this program take turns on the same database. Every transaction first
// takes an advisory lock and reads anew where the database is: any number of migrators may run at once, and one that
// was killed leaves whole revisions behind.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"
#include "migrate/revision_history.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace switchboard::migrate {

enum class direction { up, down };

struct migration {
  direction way = direction::up;
  std::string target;                            // the last revision that is to remain applied; empty: none
  std::chrono::milliseconds lock_limit{30'000};  // the longest wait for any lock, another migrator's included
};

/// Called after each revision that was applied or taken back, with the time that it took.
using step_observer = std::function<void(const revision&, std::chrono::milliseconds)>;

/// Where the database is: a revision's id, or empty. An id that the history does not know is an error.
core::result<std::string> current_revision(const core::secret_string& url, const history& all);

/// Runs a migration and gives the revision that the database is at then. An error names the file and line that failed;
/// what was done before it stays, nothing of the failed revision does.
core::result<std::string> run_migration(const core::secret_string& url, const history& all, const migration& what,
                                        const step_observer& observer);

}  // namespace switchboard::migrate
