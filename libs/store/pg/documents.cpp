#include "store/pg/documents.hpp"

namespace switchboard::store::pg {

rt::task<core::result<core::json_text>> read_document(database& db, std::string_view where,
                                                      const auth::tenant_context& tenant, const statement& s,
                                                      params values, core::errc missing, core::deadline limit) {
  auto row = co_await db.read_one(where, tenant, s, std::move(values), limit);
  if (!row) co_return row.error();
  if (!*row) co_return core::make_error(missing);
  if (**row == "forbidden") co_return core::make_error(core::errc::forbidden);
  if (**row == "not_found") co_return core::make_error(core::errc::not_found);
  co_return core::json_text{std::move(**row)};
}

core::result<void> check(const wire::precondition& asked, const pqxx::result& locked) {
  if (locked.empty() || asked.holds_for(locked[0][0].c_str())) return {};
  return core::make_error(core::errc::precondition_failed);
}

void append(params& values, const page& part) {
  values.push_back(std::to_string(part.limit));
  values.push_back(std::to_string(part.offset));
}

}  // namespace switchboard::store::pg
