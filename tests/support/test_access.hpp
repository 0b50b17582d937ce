// How tests come by a tenant_context without a token.
#pragma once

#include "auth/tenant_context.hpp"

namespace switchboard::auth {

class test_access {
 public:
  static tenant_context tenant(profile p) { return tenant_context(std::move(p)); }
};

}  // namespace switchboard::auth
