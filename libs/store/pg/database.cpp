#include "store/pg/database.hpp"

#include <algorithm>

namespace switchboard::store::pg {
namespace {

const statement set_identity{
    "set_identity",
    "SELECT set_config('switchboard.user_id', $1, true), set_config('switchboard.workspace_id', $2, true), "
    "set_config('statement_timeout', $3, true), set_config('transaction_read_only', $4, true)"};

std::string timeout_ms(core::deadline limit) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limit.remaining()).count();
  return std::to_string(std::max<long long>(left, 1));
}

}  // namespace

tenant_tx::tenant_tx(std::shared_ptr<session> s, const std::string& user_id,
                     const std::optional<std::string>& workspace_id, access mode, core::deadline limit)
    : session_(std::move(s)), work_(session_->connection()) {
  session_->exec(work_, set_identity,
                 {user_id, workspace_id.value_or(""), timeout_ms(limit), mode == access::read_only ? "on" : "off"});
}

database::database(core::secret_string url, std::size_t connections, statement_mode mode)
    : url_(std::move(url)), mode_(mode), watch_(connections), sessions_(connections), pool_("pg", connections) {}

database::~database() = default;

std::optional<core::error> database::guarded(const caller& from, std::size_t worker, core::deadline limit,
                                             const std::function<void(const std::shared_ptr<session>&)>& work) {
  auto& slot = sessions_[worker];
  for (bool retried = false;; retried = true) {
    if (limit.passed()) {
      auto e = core::make_internal(core::errc::database_unavailable, "no connection was free in time");
      e.retry_after = std::chrono::seconds(1);
      return e;
    }
    const bool fresh = slot.open == nullptr;
    slot.in_transaction = false;
    try {
      if (fresh) slot.open = std::make_shared<session>(url_, mode_, watch_, worker);
      const auto bound = slot.open->bound_by(limit);
      work(slot.open);
      if (slot.open->spoiled()) slot.open.reset();
      return std::nullopt;
    } catch (const std::exception& e) {
      const bool lost =
          slot.open == nullptr || slot.open->spoiled() || lost_connection(e) || !slot.open->connection().is_open();
      const bool again = lost && !fresh && !retried && !slot.in_transaction;
      auto mapped = again ? core::error{} : map_current_exception(from);
      if (lost) slot.open.reset();
      if (!again) return mapped;
    }
  }
}

rt::task<core::result<std::optional<std::string>>> database::single(caller from, const statement& s, params values,
                                                                    core::deadline limit) {
  auto work = [&](std::size_t worker) -> core::result<std::optional<std::string>> {
    std::optional<std::string> out;
    const auto failed = guarded(from, worker, limit, [&](const std::shared_ptr<session>& open) {
      pqxx::nontransaction tx(open->connection());
      const auto rows = open->exec(tx, s, values);
      if (!rows.empty() && !rows[0][0].is_null()) out = rows[0][0].c_str();
    });
    if (failed) return *failed;
    return out;
  };
  co_return co_await pool_.run(work);
}

rt::task<core::result<std::optional<std::string>>> database::read_one(std::string_view where,
                                                                      const auth::tenant_context& tenant,
                                                                      const statement& s, params values,
                                                                      core::deadline limit) {
  values.insert(values.begin(), tenant.user_id().str());
  return single({where, tenant.request_id()}, s, std::move(values), limit);
}

rt::task<core::result<std::optional<std::string>>> database::read_anonymous(std::string_view where, const statement& s,
                                                                            params values, core::deadline limit) {
  return single({where, {}}, s, std::move(values), limit);
}

}  // namespace switchboard::store::pg
