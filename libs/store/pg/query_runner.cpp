#include "store/pg/query_runner.hpp"

#include "core/log.hpp"
#include "store/pg/error_map.hpp"

#include <pqxx/except>
#include <pqxx/transaction>

#include <algorithm>

namespace switchboard::store::pg {
namespace {

using kind = query_failure::kind;
using read_only_transaction = pqxx::transaction<pqxx::read_committed, pqxx::read_only>;

// Local to the transaction. The query itself may call set_config no more than it may call anything else, and the clock
// of a running statement is not moved by it.
const statement prepare_session{
    "prepare_query",
    "SELECT set_config('switchboard.query_token', $1, true), set_config('statement_timeout', $2, true),"
    " set_config('lock_timeout', '1000', true), set_config('search_path', 'query, pg_catalog, public', true),"
    " set_config('timezone', 'UTC', true), set_config('work_mem', '4MB', true), set_config('jit', 'off', true),"
    " set_config('hash_mem_multiplier', '1', true), set_config('max_parallel_workers_per_gather', '0', true)"};

// Postgres's primary message with its hint: both speak of the text that was sent.
std::string words_of(const pqxx::sql_error& e) {
  std::string_view all = e.what();
  const auto line = [&](std::string_view mark) -> std::string {
    const auto at = all.find(mark);
    if (at == std::string_view::npos) return {};
    auto rest = all.substr(at + mark.size());
    return std::string(rest.substr(0, rest.find('\n')));
  };
  auto out = line("ERROR:  ");
  if (const auto hint = line("HINT:  "); !hint.empty()) out += " " + hint;
  return out.substr(0, 500);
}

query_failure failure_of_query(const pqxx::sql_error& e) {
  const auto& state = e.sqlstate();
  if (state == "57014") return {kind::timed_out, ""};
  if (state.starts_with("08") || state.starts_with("57")) return {kind::unavailable, ""};
  return {kind::invalid, words_of(e)};
}

}  // namespace

query_runner::query_runner(core::secret_string url, database& db, query_limits limits)
    : url_(std::move(url)), db_(db), limits_(limits), watch_(limits.at_once), pool_("pg-query", limits.at_once) {}

query_outcome query_runner::perform(std::size_t worker, const std::string& token, const std::string& sql,
                                    const params& parameters, core::deadline limit) {
  if (limit.passed()) return query_failure{kind::timed_out, ""};
  try {
    session own(url_, statement_mode::unnamed, watch_, worker);
    const auto bound = own.bound_by(limit);
    read_only_transaction tx(own.connection());
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limit.remaining());
    const auto ms = std::max<std::int64_t>(left.count(), 1);
    own.exec(tx, prepare_session, {token, std::to_string(ms)});
    const auto rows = own.exec(tx, {"query", sql}, parameters);
    text_row out;
    if (rows.size() == 1) {
      for (const auto& field : rows[0]) {
        out.push_back(field.is_null() ? std::nullopt : std::optional(std::string(field.c_str(), field.size())));
      }
    }
    return out;  // the transaction is never committed
  } catch (const pqxx::broken_connection&) {
    return query_failure{limit.passed() ? kind::timed_out : kind::unavailable, ""};
  } catch (const pqxx::sql_error& e) {
    return failure_of_query(e);
  }
}

rt::task<query_outcome> query_runner::run(const auth::tenant_context& tenant, core::workspace_id workspace,
                                          std::string sql, std::vector<std::optional<std::string>> parameters,
                                          core::deadline limit) {
  if (pool_.queued() >= limits_.waiting) co_return query_failure{kind::unavailable, ""};
  static const statement sign{"sign_query", "SELECT app.sign_query($1::uuid)"};
  std::optional<std::string> token;
  auto signing = [&](tenant_tx& tx) -> core::result<bool> {
    const auto rows = tx.exec(sign, {workspace.str()});
    if (!rows.empty() && !rows[0][0].is_null()) token = rows[0][0].c_str();
    return true;
  };
  const auto signed_in =
      co_await db_.transact("sign_query", tenant, limit, signing, access::read_only, workspace.str());
  if (!signed_in) co_return query_failure{kind::unavailable, ""};
  if (!token) co_return query_failure{kind::forbidden, ""};
  auto work = [&](std::size_t worker) { return perform(worker, *token, sql, parameters, limit); };
  auto outcome = co_await pool_.run(work);
  co_return outcome;
}

}  // namespace switchboard::store::pg
