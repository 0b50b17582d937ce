// Token buckets that all servers of one database share. A server leases tokens by the block, so that a request costs no
// write.
#pragma once

#include "auth/tenant_context.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::store {

/// A bucket holds `burst` tokens and gains `per_second`.
struct bucket_size {
  double per_second = 0;
  double burst = 0;
};

struct token_lease {
  std::int64_t tokens = 0;
  std::chrono::milliseconds again{0};  // without tokens: when there is one
};

class rate_ledger {
 public:
  virtual ~rate_ledger() = default;
  /// Up to `wanted` tokens of the bucket of a subject (a user, a network address), at most 64 bytes long.
  virtual rt::task<core::result<token_lease>> lease(std::string kind, std::string subject, std::int64_t wanted,
                                                    bucket_size size, core::deadline limit) = 0;
  /// The same of a workspace; nullopt where the user is no member, who must not empty it.
  virtual rt::task<core::result<std::optional<token_lease>>> lease(const auth::tenant_context& tenant,
                                                                   core::workspace_id workspace, std::int64_t wanted,
                                                                   bucket_size size, core::deadline limit) = 0;
};

}  // namespace switchboard::store
