#include "auth/jwks.hpp"

#include "core/json.hpp"
#include "wire/base64url.hpp"

#include <nlohmann/json.hpp>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <utility>

namespace switchboard::auth {
namespace {

constexpr std::size_t max_document_bytes = std::size_t{256} * 1024;
constexpr std::size_t max_keys = 100;
constexpr std::size_t max_modulus_bytes = 1024;
constexpr std::size_t max_exponent_bytes = 8;
constexpr std::size_t field_bytes = 32;  // a coordinate of P-256, an Ed25519 key

// Members of private and symmetric keys (RFC 7518 sections 6.2.2, 6.3.2 and 6.4).
constexpr std::array<const char*, 8> secret_members{"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

using key_ptr = std::shared_ptr<EVP_PKEY>;
using builder_ptr = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
using params_ptr = std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)>;
using context_ptr = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using number_ptr = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

core::error refuse(std::string why) {
  return core::make_field_error("jwks", std::move(why));
}

const unsigned char* bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const core::json& key, const char* member) {
  const auto found = key.find(member);
  return found != key.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The decoded bytes of a member; empty where there are none.
std::string bytes_of(const core::json& key, const char* member) {
  return wire::base64url_decode(text_of(key, member)).value_or(std::string());
}

// Null where OpenSSL does not accept the numbers, e.g. a point that is not on its curve.
key_ptr build(const char* type, OSSL_PARAM_BLD* builder) {
  const params_ptr params(OSSL_PARAM_BLD_to_param(builder), &OSSL_PARAM_free);
  const context_ptr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), &EVP_PKEY_CTX_free);
  EVP_PKEY* raw = nullptr;
  if (params && context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, params.get());
  key_ptr key(raw, &EVP_PKEY_free);
  if (key) {
    const context_ptr check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr), &EVP_PKEY_CTX_free);
    if (!check || EVP_PKEY_public_check(check.get()) != 1) key.reset();
  }
  ERR_clear_error();
  return key;
}

key_ptr rsa_key(const core::json& jwk) {
  const auto n = bytes_of(jwk, "n");
  const auto e = bytes_of(jwk, "e");
  if (n.empty() || n.size() > max_modulus_bytes + 1 || e.empty() || e.size() > max_exponent_bytes) return nullptr;
  const number_ptr modulus(BN_bin2bn(bytes(n), static_cast<int>(n.size()), nullptr), &BN_free);
  const number_ptr exponent(BN_bin2bn(bytes(e), static_cast<int>(e.size()), nullptr), &BN_free);
  if (!modulus || !exponent || BN_is_one(exponent.get()) || !BN_is_odd(exponent.get()) || !BN_is_odd(modulus.get()))
    return nullptr;
  const builder_ptr builder(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return build("RSA", builder.get());
}

key_ptr p256_key(const core::json& jwk) {
  const auto x = bytes_of(jwk, "x");
  const auto y = bytes_of(jwk, "y");
  if (text_of(jwk, "crv") != "P-256" || x.size() != field_bytes || y.size() != field_bytes) return nullptr;
  const auto point = "\x04" + x + y;  // SEC 1: uncompressed
  const builder_ptr builder(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return build("EC", builder.get());
}

key_ptr ed25519_key(const core::json& jwk) {
  const auto x = bytes_of(jwk, "x");
  if (text_of(jwk, "crv") != "Ed25519" || x.size() != field_bytes) return nullptr;
  key_ptr key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(x), x.size()), &EVP_PKEY_free);
  ERR_clear_error();
  return key;
}

key_ptr public_key(const core::json& jwk) {
  const auto type = text_of(jwk, "kty");
  if (type == "RSA") return rsa_key(jwk);
  if (type == "EC") return p256_key(jwk);
  if (type == "OKP") return ed25519_key(jwk);
  return nullptr;
}

// Whether `use`, `key_ops` and `alg` let the key verify signatures of its own algorithm; absent members allow it.
bool may_verify(const core::json& jwk, wire::jws_algorithm algorithm) {
  if (jwk.contains("use") && jwk["use"] != "sig") return false;
  if (jwk.contains("alg") && jwk["alg"] != wire::name(algorithm)) return false;
  if (const auto ops = jwk.find("key_ops"); ops != jwk.end()) {
    bool verifies = false;
    for (const auto& op : *ops) verifies = verifies || op == "verify";
    if (!ops->is_array() || !verifies) return false;
  }
  return true;
}

}  // namespace

core::result<key_set> parse_jwks(std::string_view json) {
  const auto document = core::parse_json(json, {.max_bytes = max_document_bytes, .max_depth = 16});
  if (!document) return refuse("is not acceptable JSON");
  if (!document->is_object() || !document->contains("keys") || !(*document)["keys"].is_array())
    return refuse("has no list of keys");
  const auto& list = (*document)["keys"];
  if (list.size() > max_keys) return refuse("has over 100 keys");

  std::vector<named_key> keys;
  for (const auto& jwk : list) {
    if (!jwk.is_object()) return refuse("holds something that is no key");
    for (const auto* member : secret_members) {
      if (jwk.contains(member)) return refuse("publishes a private or symmetric key");
    }
    if (text_of(jwk, "kty") == "oct") return refuse("publishes a symmetric key");
    auto built = public_key(jwk);
    if (!built) continue;
    auto key = verification_key::from_public(std::move(built));
    if (!key || !may_verify(jwk, key->algorithm())) continue;
    // A key without `kid` fits only tokens without one: the empty id equals no token's.
    keys.push_back({text_of(jwk, "kid"), std::move(*key)});
  }
  return key_set(std::move(keys));
}

}  // namespace switchboard::auth
