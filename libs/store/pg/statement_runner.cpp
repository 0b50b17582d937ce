#include "store/pg/statement_runner.hpp"

#include "core/log.hpp"
#include "rt/timer.hpp"
#include "store/pg/call_ledger.hpp"
#include "store/pg/error_map.hpp"
#include "store/pg/running_statement.hpp"
#include "store/pg/statement_failures.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace switchboard::store::pg {
namespace {

constexpr auto retry_pause = std::chrono::milliseconds(200);

// A writing statement waits so long for a row that somebody else holds.
constexpr const char* begin_write = "SAVEPOINT effect; SET LOCAL lock_timeout = 2000";
// What only reads is kept for the audit's sake: it need not wait for the disk.
constexpr const char* begin_read = "SAVEPOINT effect; SET TRANSACTION READ ONLY; SET LOCAL synchronous_commit = off";
constexpr const char* end_write = "SET CONSTRAINTS ALL IMMEDIATE; RELEASE SAVEPOINT effect";
constexpr const char* end_read = "RELEASE SAVEPOINT effect";
constexpr const char* undo = "ROLLBACK TO SAVEPOINT effect";

text_row first_row(const pqxx::result& rows) {
  text_row out;
  if (rows.empty()) return out;
  for (const auto& field : rows[0]) {
    out.push_back(field.is_null() ? std::nullopt : std::optional(std::string(field.c_str(), field.size())));
  }
  return out;
}

// How long a cancelled statement is waited for.
constexpr std::chrono::milliseconds patience{3000};

// Waits until the awaiting coroutine is cancelled, then cancels the statement unless it has ended.
rt::task<> cancel_on_demand(std::shared_ptr<running_statement> running, rt::blocking_pool& pool) {
  boost::asio::steady_timer never(co_await boost::asio::this_coro::executor,
                                  boost::asio::steady_timer::time_point::max());
  boost::system::error_code ignored;
  co_await never.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  if (running->ended()) co_return;
  running->give_up(patience);
  pool.post([running] { running->cancel(); });
}

// The statement in its savepoint; what it did is gone when it failed.
statement_outcome perform(tenant_tx& tx, const prepared_statement& wanted, const params& parameters,
                          running_statement& running) {
  const bool writes = wanted.access == access_mode::read_write;
  const statement sql{wanted.name, wanted.text};
  tx.exec(writes ? begin_write : begin_read);
  try {
    auto row = first_row(tx.exec(sql, parameters));
    tx.exec(writes ? end_write : end_read);
    return row;
  } catch (const pqxx::sql_error& e) {
    if (lost_connection(e)) throw;
    running.end();
    auto failed = failure_of(e, wanted.name);
    if (running.cancelled()) failed.why = statement_failure::kind::cancelled;
    tx.exec(undo);
    return failed;
  }
}

}  // namespace

rt::task<core::result<call_answer>> statement_runner::attempt(const auth::tenant_context& tenant,
                                                              const recorded_call& what,
                                                              const prepared_statement& wanted,
                                                              const params& parameters, const answer_maker& answer,
                                                              core::deadline limit) {
  using boost::asio::experimental::awaitable_operators::operator||;
  const auto began = std::chrono::steady_clock::now();
  const auto running = std::make_shared<running_statement>();
  auto work = [&](tenant_tx& tx) -> core::result<call_answer> {
    auto begun = begin_call(tx, what);
    if (begun.known) return std::move(*begun.known);
    if (!running->begin(tx.on())) return core::make_error(core::errc::cancelled);
    statement_outcome outcome;
    {
      const running_statement::ender end(*running);
      outcome = perform(tx, wanted, parameters, *running);
    }
    auto made = answer(outcome);
    const auto took = std::chrono::steady_clock::now() - began;
    end_call(tx, begun.id, made, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    return made;
  };
  auto transact = [&]() -> rt::task<core::result<call_answer>> {
    auto transaction =
        db_.transact("tool", tenant, limit.narrowed(wanted.timeout), work, access::read_write, what.workspace.str());
    auto done = co_await std::move(transaction);
    if (!running->ended()) running->end();  // where no connection was had, the statement never began
    if (!done && running->cancelled()) co_return core::make_error(core::errc::cancelled);
    co_return done;
  };
  auto performing = transact();
  auto watching = cancel_on_demand(running, cancels_);
  auto both = std::move(performing) || std::move(watching);
  auto finished = co_await std::move(both);
  if (finished.index() != 0) co_return core::make_error(core::errc::cancelled);
  co_return std::get<0>(std::move(finished));
}

rt::task<call_answer> statement_runner::call(const auth::tenant_context& tenant, recorded_call what,
                                             std::shared_ptr<const prepared_statement> wanted,
                                             std::vector<std::optional<std::string>> parameters, answer_maker answer,
                                             core::deadline limit) {
  // A call with a key may be tried again even where the connection was lost during the commit.
  for (bool again = what.run != core::run_id{};; again = false) {
    auto done = co_await attempt(tenant, what, *wanted, parameters, answer, limit);
    if (done) co_return std::move(*done);
    if (done.error().code != core::errc::database_unavailable || !again || limit.passed()) {
      co_return answer(done.error().code == core::errc::cancelled
                           ? statement_failure{statement_failure::kind::cancelled, "", ""}
                           : failure_of(done.error()));
    }
    co_await rt::sleep_for(retry_pause);
  }
}

rt::task<> statement_runner::record(const auth::tenant_context& tenant, recorded_call what, call_answer answer,
                                    core::deadline limit) {
  auto work = [&](tenant_tx& tx) -> core::result<bool> {
    const auto begun = begin_call(tx, what);
    if (!begun.known) end_call(tx, begun.id, answer, std::chrono::milliseconds(0));
    return true;
  };
  const auto done = co_await db_.transact("record_call", tenant, limit, work, access::read_write, what.workspace.str());
  if (!done) core::log::warn("tool_call_not_recorded", {{"tool", what.tool_name}, {"detail", done.error().detail}});
}

rt::task<core::result<void>> statement_runner::explain(std::shared_ptr<const prepared_statement> wanted,
                                                       std::size_t parameters, core::deadline limit) {
  const statement sql{"explain_" + wanted->name, "EXPLAIN " + wanted->text};
  params values(parameters);
  const auto plan = co_await db_.read_anonymous("explain", sql, std::move(values), limit);
  if (plan) co_return core::result<void>();
  if (plan.error().code == core::errc::database_unavailable) co_return plan.error();
  co_return core::make_internal(core::errc::invalid_field, plan.error().detail);
}

}  // namespace switchboard::store::pg
