// switchboard-server admin …: what an operator must do without HTTP. What concerns every tenant runs as the database's
// owner (OWNER_DATABASE_URL), because the role that serves may do none of it; a running server is not needed.
#pragma once

#include "core/config.hpp"
#include "core/secret.hpp"

#include <string>

namespace switchboard::server {

enum class admin_command { grant, revoke, list_runs, cancel_run, rotate_keys, check };

struct admin_options {
  admin_command what = admin_command::check;
  std::string issuer;  // of the user who becomes, or is no longer, a platform admin
  std::string subject;
  std::string run;
  std::string key_file;   // rotate-keys: the private key that is replaced
  std::string jwks_file;  // and the key set, which keeps the old key's public half
};

/// Does it and says what it did. Exit code.
int administer(const admin_options& o, const core::settings& s, const core::secret_string& owner_url);

/// Makes a new RSA key with its key set; tokens of the key before it stay good. Exit code.
int rotate_keys(const std::string& key_file, const std::string& jwks_file);

}  // namespace switchboard::server
