#include "store/pg/rate_ledger.hpp"

#include <charconv>

namespace switchboard::store::pg {
namespace {

const statement lease_tokens{"lease_tokens", "SELECT app.lease_tokens($1, $2, $3::int, $4::numeric, $5::numeric)"};
const statement lease_workspace_tokens{
    "lease_workspace_tokens",
    "SELECT (SELECT app.lease_workspace_tokens($2::uuid, $3::int, $4::numeric, $5::numeric) WHERE me.uid IS NOT NULL) "
    "FROM (SELECT set_config('switchboard.user_id', $1, true) AS uid OFFSET 0) me"};

// "25 0": how many tokens, and the wait in milliseconds without any.
core::result<token_lease> read_lease(const std::string& text) {
  token_lease out;
  std::int64_t wait = 0;
  const auto* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, out.tokens);
  if (first.ec != std::errc{} || first.ptr == end || std::from_chars(first.ptr + 1, end, wait).ec != std::errc{}) {
    return core::make_internal(core::errc::internal, "app.lease_tokens said " + text);
  }
  out.again = std::chrono::milliseconds(wait);
  return out;
}

}  // namespace

rt::task<core::result<token_lease>> rate_ledger::lease(std::string kind, std::string subject, std::int64_t wanted,
                                                       bucket_size size, core::deadline limit) {
  params values{std::move(kind), std::move(subject), std::to_string(wanted), std::to_string(size.per_second),
                std::to_string(size.burst)};
  const auto leased = co_await db_.read_anonymous("lease_tokens", lease_tokens, std::move(values), limit);
  if (!leased) co_return leased.error();
  co_return read_lease(leased->value_or(""));
}

rt::task<core::result<std::optional<token_lease>>> rate_ledger::lease(const auth::tenant_context& tenant,
                                                                      core::workspace_id workspace, std::int64_t wanted,
                                                                      bucket_size size, core::deadline limit) {
  params values{workspace.str(), std::to_string(wanted), std::to_string(size.per_second), std::to_string(size.burst)};
  const auto leased =
      co_await db_.read_one("lease_workspace_tokens", tenant, lease_workspace_tokens, std::move(values), limit);
  if (!leased) co_return leased.error();
  if (!*leased) co_return std::optional<token_lease>();
  const auto lease = read_lease(**leased);
  if (!lease) co_return lease.error();
  co_return std::optional(*lease);
}

}  // namespace switchboard::store::pg
