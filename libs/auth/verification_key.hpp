// One key that signatures are checked with. The key decides the algorithm: an RSA key verifies RS256 and nothing else,
// so a token cannot choose how it is read (RFC 8725 section 3.1). Built once, immutable, used by all threads.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"
#include "wire/jws.hpp"

#include <memory>
#include <string>
#include <string_view>

// OpenSSL's EVP_PKEY, named here so that no header needs OpenSSL's.
struct evp_pkey_st;

namespace switchboard::auth {

class verification_key {
 public:
  /// Takes a public key: RSA of 2048 to 8192 bits, EC on P-256, or Ed25519; anything else is `invalid_field`.
  static core::result<verification_key> from_public(std::shared_ptr<evp_pkey_st> key);
  /// A shared secret for HS256: at least 32 bytes (RFC 7518 section 3.2), and no PEM text, so that a public key can
  /// never be taken for a secret.
  static core::result<verification_key> from_secret(core::secret_string secret);

  wire::jws_algorithm algorithm() const noexcept { return algorithm_; }

  /// Whether `signature` is the JWS signature of `input` under this key. ES256 takes exactly the 64 bytes r || s.
  bool verify(std::string_view input, std::string_view signature) const;

 private:
  verification_key(wire::jws_algorithm algorithm, std::shared_ptr<evp_pkey_st> key, core::secret_string secret);
  bool verify_hmac(std::string_view input, std::string_view signature) const;

  wire::jws_algorithm algorithm_;
  std::shared_ptr<evp_pkey_st> key_;  // public keys
  core::secret_string secret_;        // HS256
};

}  // namespace switchboard::auth
