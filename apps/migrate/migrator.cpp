#include "migrate/migrator.hpp"

#include "migrate/sql_error_text.hpp"
#include "migrate/sql_script.hpp"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/result>
#include <pqxx/transaction>

#include <optional>

namespace switchboard::migrate {
namespace {

// The number is arbitrary, and every migrator's.
constexpr auto take_turn = "SELECT pg_advisory_xact_lock(5871302246)";
constexpr auto create_version_table =
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";

using position = std::optional<std::size_t>;  // in the history; nullopt before the first revision

bool has_version_table(pqxx::transaction_base& tx) {
  return tx.exec("SELECT to_regclass('alembic_version') IS NOT NULL")[0][0].as<bool>();
}

core::result<position> read_position(pqxx::transaction_base& tx, const history& all) {
  if (!has_version_table(tx)) return position{};
  const auto rows = tx.exec("SELECT version_num FROM alembic_version");
  if (rows.empty()) return position{};
  const auto id = rows[0][0].as<std::string>();
  if (rows.size() > 1) return problem("alembic_version holds several revisions; this history has no branches");
  const auto found = position_of(all, id);
  if (!found) return problem("the database is at revision " + id + ", which is not among these files");
  return position{found};
}

void write_position(pqxx::transaction_base& tx, const history& all, position now) {
  tx.exec("DELETE FROM alembic_version");
  if (now) tx.exec_params("INSERT INTO alembic_version (version_num) VALUES ($1)", all[*now].id);
}

core::result<void> run_script(pqxx::transaction_base& tx, const std::filesystem::path& file) {
  const auto script = read_script(file);
  if (!script) return script.error();
  for (const auto& statement : *script) {
    try {
      tx.exec(statement.text);
    } catch (const pqxx::broken_connection&) {
      throw;
    } catch (const pqxx::sql_error& e) {
      const auto line = statement.line + error_line(e.what()) - 1;
      return problem(file.string() + ":" + std::to_string(line) + ": " + error_text(e.what()));
    }
  }
  return {};
}

// Where the next step leads; nullopt when the target is reached.
std::optional<position> next_position(position now, position target, direction way) {
  const auto rank = [](position p) { return p ? *p + 1 : 0; };
  if (way == direction::up) return rank(now) < rank(target) ? std::optional<position>{rank(now)} : std::nullopt;
  if (rank(now) <= rank(target)) return std::nullopt;
  return rank(now) == 1 ? position{} : position{rank(now) - 2};
}

// libpq would wait for minutes where a host swallows packets.
std::string bounded(const core::secret_string& url) {
  const auto& text = url.reveal();
  if (text.find("connect_timeout") != std::string::npos) return text;
  if (text.find("://") == std::string::npos) return text + " connect_timeout=10";
  return text + (text.find('?') == std::string::npos ? '?' : '&') + "connect_timeout=10";
}

class migration_run {
 public:
  migration_run(const core::secret_string& url, const history& all, const migration& what)
      : connection_(bounded(url)), all_(all), what_(what) {}

  core::result<std::string> to_target(position target, const step_observer& observer) {
    for (;;) {
      const auto started = std::chrono::steady_clock::now();
      pqxx::work tx(connection_);
      if (auto turn = begin(tx); !turn) return turn.error();
      const auto now = read_position(tx, all_);
      if (!now) return now.error();
      const auto next = next_position(*now, target, what_.way);
      if (!next) return *now ? all_[**now].id : std::string();
      const bool up = what_.way == direction::up;
      const auto& step = all_[up ? **next : **now];
      if (!has_version_table(tx)) tx.exec(create_version_table);
      if (auto done = run_script(tx, up ? step.up : step.down); !done) return done.error();
      write_position(tx, all_, *next);
      tx.commit();
      observer(step, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started));
    }
  }

 private:
  core::result<void> begin(pqxx::transaction_base& tx) {
    tx.exec("SET LOCAL client_min_messages = warning");
    tx.exec("SET LOCAL lock_timeout = " + std::to_string(what_.lock_limit.count()));
    try {
      tx.exec(take_turn);
    } catch (const pqxx::sql_error& e) {
      if (e.sqlstate() != "55P03") throw;
      return problem("another migration is running on this database, and did not end in time");
    }
    return {};
  }

  pqxx::connection connection_;
  const history& all_;
  const migration& what_;
};

// Runs `work`, whose exceptions become errors for the operator.
template<class Fn>
auto told(Fn&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const pqxx::broken_connection& e) {
    return problem("cannot reach the database: " + error_text(e.what()));
  } catch (const pqxx::failure& e) {
    return problem("the database refused: " + error_text(e.what()));
  }
}

}  // namespace

core::result<std::string> current_revision(const core::secret_string& url, const history& all) {
  return told([&]() -> core::result<std::string> {
    pqxx::connection connection(bounded(url));
    pqxx::work tx(connection);
    const auto now = read_position(tx, all);
    if (!now) return now.error();
    return *now ? all[**now].id : std::string();
  });
}

core::result<std::string> run_migration(const core::secret_string& url, const history& all, const migration& what,
                                        const step_observer& observer) {
  position target;
  if (!what.target.empty()) {
    target = position_of(all, what.target);
    if (!target) return problem("there is no revision " + what.target);
  }
  return told([&]() -> core::result<std::string> { return migration_run(url, all, what).to_target(target, observer); });
}

}  // namespace switchboard::migrate
