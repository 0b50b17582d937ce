#include "store/pg/retention_repository.hpp"

namespace switchboard::store::pg {
namespace {

const statement events{"purge_events", "SELECT app.purge_events($1, $2)"};
const statement keys{"purge_idempotency_keys", "SELECT app.purge_idempotency_keys($1)"};

}  // namespace

rt::task<core::result<std::int64_t>> retention_repository::purge_events(std::chrono::seconds keep, int runs,
                                                                        core::deadline limit) {
  params values{std::to_string(keep.count()), std::to_string(runs)};
  const auto done = co_await db_.read_anonymous("purge_events", events, std::move(values), limit);
  if (!done) co_return done.error();
  co_return std::stoll(done->value_or("0"));
}

rt::task<core::result<std::int64_t>> retention_repository::purge_idempotency_keys(int rows, core::deadline limit) {
  params values{std::to_string(rows)};
  const auto done = co_await db_.read_anonymous("purge_idempotency_keys", keys, std::move(values), limit);
  if (!done) co_return done.error();
  co_return std::stoll(done->value_or("0"));
}

}  // namespace switchboard::store::pg
