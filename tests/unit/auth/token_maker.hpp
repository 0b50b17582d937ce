// Keys and tokens made by the tests themselves, through OpenSSL: real ones, and forged ones that a verifier must
// refuse.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace switchboard::test {

/// A private key, or a shared secret.
class signer {
 public:
  static signer rsa(unsigned bits = 2048, unsigned exponent = 65537);
  static signer ec(const std::string& group = "P-256");
  static signer ed25519();
  static signer shared_secret(std::string secret);

  /// The JWS signature of `input` with this key's own algorithm.
  std::string sign(std::string_view input) const;
  /// RSA over a padded block of the test's making, as wide as the key.
  std::string sign_raw(std::string_view block) const;
  /// An RSASSA-PSS signature with SHA-256.
  std::string sign_pss(std::string_view input) const;

  /// The public key as a JWK's members without braces: "kty":"RSA","n":…
  std::string jwk_members() const;
  /// {"kty":…,"kid":…} and, where given, more members: `"use":"sig"`.
  std::string jwk(const std::string& kid, const std::string& more = "") const;
  std::string public_pem() const;
  std::string private_pem() const;
  std::shared_ptr<evp_pkey_st> key() const { return key_; }
  /// The key's public half only.
  std::shared_ptr<evp_pkey_st> public_key() const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  std::string secret_;
};

/// Keys that are slow to make, or that several tests share.
const signer& rsa_signer();
const signer& ec_signer();
const signer& ed_signer();

/// {"keys":[a,b]} of JWKs that are joined already.
std::string jwks(const std::string& keys);

/// header.payload, encoded; both are texts, so that a test can write what no JSON library would.
std::string signing_input(std::string_view header, std::string_view payload);
/// A whole token.
std::string make_token(const signer& key, std::string_view header, std::string_view payload);
/// {"iss":"https://issuer.test","sub":"user-1","exp":…} with `more` members added; `exp` is `seconds` after `at`.
std::string payload_at(long long at, long long seconds = 3600, const std::string& more = "");

/// SHA-256 of a text.
std::string sha256(std::string_view text);

}  // namespace switchboard::test
