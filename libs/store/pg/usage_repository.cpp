#include "store/pg/usage_repository.hpp"

#include "store/pg/documents.hpp"

namespace switchboard::store::pg {
namespace {

const statement read_usage{
    "read_usage",
    "SELECT (SELECT app.workspace_usage($2::uuid, $3::date, $4::date, $5::int, $6::int) WHERE me.uid IS NOT NULL) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};

}  // namespace

rt::task<core::result<core::json_text>> usage_repository::read(const auth::tenant_context& tenant, usage_filter filter,
                                                               core::deadline limit) {
  params values{filter.workspace.str(), std::move(filter.from), std::move(filter.to)};
  append(values, filter.part);
  co_return co_await read_document(db_, "read_usage", tenant, read_usage, std::move(values), core::errc::forbidden,
                                   limit);
}

}  // namespace switchboard::store::pg
