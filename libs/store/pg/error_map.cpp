#include "store/pg/error_map.hpp"

#include "core/log.hpp"

#include <pqxx/except>

#include <string>

namespace switchboard::store::pg {
namespace {

core::error unavailable(const std::string& detail) {
  auto e = core::make_internal(core::errc::database_unavailable, detail);
  e.retry_after = std::chrono::seconds(2);
  return e;
}

// Classes of SQLSTATE (PostgreSQL manual, appendix A).
core::error from_sqlstate(const std::string& state, const std::string& detail) {
  const auto is_class = [&](std::string_view c) { return state.starts_with(c); };
  if (state == "08P01") return core::make_internal(core::errc::internal, detail);  // our own mistake, not an outage
  if (state == "57014") return core::make_internal(core::errc::timed_out, detail);
  if (is_class("08") || is_class("53") || is_class("57") || is_class("58") || state == "25006" || state == "55P03") {
    return unavailable(detail);
  }
  if (is_class("40")) return core::make_internal(core::errc::conflict, detail);
  if (is_class("23")) return core::make_internal(core::errc::conflict, detail);
  if (state == "42501") return core::make_internal(core::errc::forbidden, detail);
  return core::make_internal(core::errc::internal, detail);
}

}  // namespace

bool lost_connection(const std::exception& e) noexcept {
  if (dynamic_cast<const pqxx::broken_connection*>(&e) != nullptr) return true;
  // 57P01..57P03: the server is going down, crashed, or is starting.
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&e);
  return sql != nullptr && sql->sqlstate().starts_with("57P");
}

core::error map_current_exception(const caller& from) {
  core::error mapped;
  try {
    throw;
  } catch (const pqxx::broken_connection& e) {
    mapped = unavailable(e.what());
  } catch (const pqxx::in_doubt_error& e) {
    mapped = unavailable(e.what());
  } catch (const pqxx::insufficient_privilege& e) {  // libpqxx 6.4 gives these three no SQLSTATE
    mapped = core::make_internal(core::errc::forbidden, e.what());
  } catch (const pqxx::insufficient_resources& e) {
    mapped = unavailable(e.what());
  } catch (const pqxx::integrity_constraint_violation& e) {
    mapped = core::make_internal(core::errc::conflict, e.what());
  } catch (const pqxx::transaction_rollback& e) {
    mapped = core::make_internal(core::errc::conflict, e.what());
  } catch (const pqxx::sql_error& e) {
    mapped = from_sqlstate(e.sqlstate(), std::string(e.sqlstate()) + " " + e.what());
  } catch (const std::exception& e) {
    mapped = core::make_internal(core::errc::internal, e.what());
  }
  core::log::warn("database_error", {{"where", from.where},
                                     {"requestId", from.request_id},
                                     {"code", core::name(mapped.code)},
                                     {"detail", mapped.detail}});
  return mapped;
}

}  // namespace switchboard::store::pg
