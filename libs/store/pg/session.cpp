#include "store/pg/session.hpp"

#include <pqxx/prepared_statement>

namespace switchboard::store::pg {
namespace {

// A dead peer must not hold a worker for the kernel's default of minutes.
std::string with_timeouts(const std::string& url) {
  const char separator = url.find('?') == std::string::npos ? '?' : '&';
  return url + separator + "connect_timeout=3&tcp_user_timeout=15000&application_name=switchboard";
}

}  // namespace

session::session(const core::secret_string& url, statement_mode mode, stall_watch& watch, std::size_t worker)
    : connection_(with_timeouts(url.reveal())), mode_(mode), watch_(watch), worker_(worker) {
  // A connection is replaced by its owner, never behind its back: the watch knows its socket. Deprecated because
  // libpqxx 7 does so always.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
  connection_.inhibit_reactivation(true);
#pragma clang diagnostic pop
}

stall_watch::scope session::bound_by(core::deadline limit) {
  // In a tenant's transaction Postgres ends the statement by itself at the deadline; this is for all else, and for the
  // one that cannot.
  static constexpr auto grace = std::chrono::seconds(1);
  return {watch_, worker_, connection_.sock(), limit.when() + grace};
}

pqxx::result session::exec(pqxx::transaction_base& tx, const statement& s, const params& values) {
  std::vector<const char*> raw;
  raw.reserve(values.size());
  for (const auto& v : values) raw.push_back(v ? v->c_str() : nullptr);
  const auto list = pqxx::prepare::make_dynamic_params(raw);
  if (mode_ == statement_mode::unnamed) return tx.exec_params(s.sql, list);
  if (prepared_.insert(s.name).second) connection_.prepare(s.name, s.sql);
  return tx.exec_prepared(s.name, list);
}

}  // namespace switchboard::store::pg
