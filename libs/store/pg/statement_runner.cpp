#include "store/pg/statement_runner.hpp"

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

// How long a writing statement waits for a row that somebody else holds.
const statement set_lock_timeout{"set_lock_timeout", "SELECT set_config('lock_timeout', '2000', true)"};

text_row first_row(const pqxx::result& rows) {
  text_row out;
  if (rows.empty()) return out;
  for (const auto& field : rows[0]) {
    out.push_back(field.is_null() ? std::nullopt : std::optional(std::string(field.c_str(), field.size())));
  }
  return out;
}

// Waits until the awaiting coroutine is cancelled, then cancels the statement unless it has ended.
rt::task<> cancel_on_demand(running_statement& running, rt::blocking_pool& pool) {
  boost::asio::steady_timer never(co_await boost::asio::this_coro::executor,
                                  boost::asio::steady_timer::time_point::max());
  boost::system::error_code ignored;
  co_await never.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  if (running.ended()) co_return;
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  auto send = [&running](std::size_t) {
    try {
      running.cancel();
    } catch (const std::exception&) {
      return false;  // the statement then ends by its own timeout
    }
    return true;
  };
  co_await pool.run(send);
}

}  // namespace

rt::task<statement_outcome> statement_runner::run(const auth::tenant_context& tenant, core::workspace_id workspace,
                                                  std::shared_ptr<const prepared_statement> wanted,
                                                  std::vector<std::optional<std::string>> parameters,
                                                  core::deadline limit) {
  using boost::asio::experimental::awaitable_operators::operator||;
  const statement sql{wanted->name, wanted->text};
  const bool writes = wanted->access == access_mode::read_write;
  running_statement running;
  std::optional<statement_failure> failure;
  auto work = [&](tenant_tx& tx) -> core::result<text_row> {
    if (!running.begin(tx.connection())) return core::make_error(core::errc::cancelled);
    const running_statement::ender end(running);
    try {
      if (writes) tx.exec(set_lock_timeout);
      return first_row(tx.exec(sql, parameters));
    } catch (const pqxx::sql_error& e) {
      if (lost_connection(e)) throw;
      failure = failure_of(e, wanted->name);
      return core::make_error(core::errc::internal);
    }
  };
  auto perform = [&]() -> rt::task<core::result<text_row>> {
    auto transaction = db_.transact("tool", tenant, limit.narrowed(wanted->timeout), work,
                                    writes ? access::read_write : access::read_only, workspace.str());
    auto answer = co_await std::move(transaction);
    running.end();  // where no connection was had, the statement never began
    co_return answer;
  };
  auto performing = perform();
  auto watching = cancel_on_demand(running, cancels_);
  auto both = std::move(performing) || std::move(watching);
  auto finished = co_await std::move(both);
  statement_failure lost;
  if (running.cancelled()) {
    lost.why = statement_failure::kind::cancelled;
    co_return lost;
  }
  if (finished.index() != 0) co_return lost;
  auto& answer = std::get<0>(finished);
  if (answer) co_return std::move(*answer);
  if (failure) co_return *failure;
  co_return failure_of(answer.error());
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
