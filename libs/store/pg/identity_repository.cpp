#include "store/pg/identity_repository.hpp"

namespace switchboard::store::pg {
namespace {

const statement apply_user_event{
    "apply_user_event",
    "SELECT app.apply_user_event($1, $2, $3, $4, $5::bool, nullif($6, ''), nullif($7, ''), "
    "nullif($8, ''), nullif($9, ''))"};

}  // namespace

rt::task<core::result<user_event_outcome>> identity_repository::apply(std::string source, std::string delivery,
                                                                      auth::user_event event, core::deadline limit) {
  const bool deleted = event.kind == auth::user_event_kind::deleted;
  params values{source,      delivery,   event.issuer,     event.subject, deleted ? "true" : "false",
                event.email, event.name, event.avatar_url, event.at};
  const auto row = co_await db_.read_anonymous("apply_user_event", apply_user_event, std::move(values), limit);
  if (!row) co_return row.error();
  if (*row == "replayed") co_return user_event_outcome::replayed;
  co_return *row == "stale" ? user_event_outcome::stale : user_event_outcome::applied;
}

}  // namespace switchboard::store::pg
