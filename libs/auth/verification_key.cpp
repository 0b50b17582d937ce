#include "auth/verification_key.hpp"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>

#include <array>
#include <optional>

namespace switchboard::auth {
namespace {

using wire::jws_algorithm;

constexpr int min_rsa_bits = 2048;
constexpr int max_rsa_bits = 8192;  // beyond this a single verification takes too long to offer to strangers
constexpr std::size_t min_secret_bytes = 32;
constexpr std::size_t es256_half = 32;
constexpr std::size_t ed25519_signature = 64;

using context_ptr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using signature_ptr = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<jws_algorithm> algorithm_of(EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: {
      const int bits = EVP_PKEY_get_bits(key);
      if (bits < min_rsa_bits || bits > max_rsa_bits) return std::nullopt;
      return jws_algorithm::rs256;
    }
    case EVP_PKEY_EC: {
      std::array<char, 64> group{};
      std::size_t length = 0;
      if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) return std::nullopt;
      if (std::string_view(group.data(), length) != SN_X9_62_prime256v1) return std::nullopt;
      return jws_algorithm::es256;
    }
    case EVP_PKEY_ED25519:
      return jws_algorithm::eddsa;
    default:
      return std::nullopt;
  }
}

// r || s (RFC 7518 section 3.4) as the DER that EVP wants; empty where a half is out of [1, n-1]. OpenSSL checks the
// range too; here it is ours to see.
std::string es256_der(std::string_view raw) {
  if (raw.size() != 2 * es256_half) return {};
  static const std::string order(
      "\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"
      "\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51",
      es256_half);
  const signature_ptr pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
  std::array<BIGNUM*, 2> halves{};
  bool in_range = pair != nullptr;
  for (std::size_t i = 0; i < halves.size(); ++i) {
    const auto half = raw.substr(i * es256_half, es256_half);
    halves[i] = BN_bin2bn(bytes(half), static_cast<int>(half.size()), nullptr);
    // Big-endian texts of one length compare as their numbers do.
    in_range = in_range && halves[i] != nullptr && !BN_is_zero(halves[i]) && half < order;
  }
  if (!in_range || ECDSA_SIG_set0(pair.get(), halves[0], halves[1]) != 1) {
    for (auto* half : halves) BN_free(half);
    return {};
  }
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &der);
  if (length <= 0) return {};
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

}  // namespace

verification_key::verification_key(jws_algorithm algorithm, std::shared_ptr<EVP_PKEY> key, core::secret_string secret)
    : algorithm_(algorithm), key_(std::move(key)), secret_(std::move(secret)) {}

core::result<verification_key> verification_key::from_public(std::shared_ptr<EVP_PKEY> key) {
  const auto algorithm = key ? algorithm_of(key.get()) : std::nullopt;
  if (!algorithm) return core::make_field_error("key", "is no RSA key of 2048 bits or more, P-256 or Ed25519 key");
  return verification_key(*algorithm, std::move(key), core::secret_string());
}

core::result<verification_key> verification_key::from_secret(core::secret_string secret) {
  if (secret.reveal().size() < min_secret_bytes) return core::make_field_error("secret", "is shorter than 32 bytes");
  if (secret.reveal().find("-----BEGIN") != std::string::npos)
    return core::make_field_error("secret", "is a PEM text: set it as a key, not as a secret");
  return verification_key(jws_algorithm::hs256, nullptr, std::move(secret));
}

bool verification_key::verify_hmac(std::string_view input, std::string_view signature) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  const auto& secret = secret_.reveal();
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes(input), input.size(), mac.data(),
           &length) == nullptr)
    return false;
  return signature.size() == length && CRYPTO_memcmp(mac.data(), signature.data(), length) == 0;
}

bool verification_key::verify(std::string_view input, std::string_view signature) const {
  if (algorithm_ == jws_algorithm::hs256) return verify_hmac(input, signature);
  std::string der;
  if (algorithm_ == jws_algorithm::es256) {
    der = es256_der(signature);
    if (der.empty()) return false;
    signature = der;
  }
  if (algorithm_ == jws_algorithm::eddsa && signature.size() != ed25519_signature) return false;
  if (algorithm_ == jws_algorithm::rs256 && signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())))
    return false;
  // RSA keys verify with PKCS#1 v1.5 padding, EVP's default; Ed25519 hashes by itself.
  const EVP_MD* digest = algorithm_ == jws_algorithm::eddsa ? nullptr : EVP_sha256();
  const context_ptr context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const bool good =
      context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(input), input.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

}  // namespace switchboard::auth
