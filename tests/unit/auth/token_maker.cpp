#include "unit/auth/token_maker.hpp"

#include "wire/base64url.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <array>
#include <stdexcept>

namespace switchboard::test {
namespace {

using wire::base64url_encode;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void must(bool good) {
  if (!good) throw std::runtime_error("OpenSSL refused the test's own key material");
}

std::shared_ptr<EVP_PKEY> own(EVP_PKEY* key) {
  must(key != nullptr);
  return {key, &EVP_PKEY_free};
}

std::string number(EVP_PKEY* key, const char* name, int width = 0) {
  BIGNUM* value = nullptr;
  must(EVP_PKEY_get_bn_param(key, name, &value) == 1);
  std::string out(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(value)), '\0');
  must(BN_bn2binpad(value, bytes(out), static_cast<int>(out.size())) >= 0);
  BN_free(value);
  return out;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  std::string out(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return out;
}

// DER to r || s.
std::string raw_ecdsa(const std::string& der, int half) {
  const auto* at = bytes(std::string_view(der));
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  must(pair != nullptr);
  std::string out(static_cast<std::size_t>(2 * half), '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), bytes(out), half);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), bytes(out) + half, half);
  ECDSA_SIG_free(pair);
  return out;
}

std::string evp_sign(EVP_PKEY* key, const EVP_MD* digest, std::string_view input, int padding) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  must(EVP_DigestSignInit(context, &options, digest, nullptr, key) == 1);
  if (padding != 0) must(EVP_PKEY_CTX_set_rsa_padding(options, padding) == 1);
  std::size_t size = 0;
  must(EVP_DigestSign(context, nullptr, &size, bytes(input), input.size()) == 1);
  std::string out(size, '\0');
  must(EVP_DigestSign(context, bytes(out), &size, bytes(input), input.size()) == 1);
  out.resize(size);
  EVP_MD_CTX_free(context);
  return out;
}

}  // namespace

signer signer::rsa(unsigned bits, unsigned exponent) {
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
  must(EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_CTX_set_rsa_keygen_bits(context, static_cast<int>(bits)) == 1);
  BIGNUM* e = BN_new();
  must(BN_set_word(e, exponent) == 1 && EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, e) == 1);
  BN_free(e);
  EVP_PKEY* key = nullptr;
  must(EVP_PKEY_generate(context, &key) == 1);
  EVP_PKEY_CTX_free(context);
  signer out;
  out.key_ = own(key);
  return out;
}

signer signer::ec(const std::string& group) {
  signer out;
  out.key_ = own(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", group.c_str()));
  return out;
}

signer signer::ed25519() {
  signer out;
  out.key_ = own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  return out;
}

signer signer::shared_secret(std::string secret) {
  signer out;
  out.secret_ = std::move(secret);
  return out;
}

std::string signer::sign(std::string_view input) const {
  if (!key_) {
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), bytes(input), input.size(), bytes(out),
         nullptr);
    return out;
  }
  switch (EVP_PKEY_get_base_id(key_.get())) {
    case EVP_PKEY_EC:
      return raw_ecdsa(evp_sign(key_.get(), EVP_sha256(), input, 0), (EVP_PKEY_get_bits(key_.get()) + 7) / 8);
    case EVP_PKEY_ED25519:
      return evp_sign(key_.get(), nullptr, input, 0);
    default:
      return evp_sign(key_.get(), EVP_sha256(), input, 0);
  }
}

std::string signer::sign_pss(std::string_view input) const {
  return evp_sign(key_.get(), EVP_sha256(), input, RSA_PKCS1_PSS_PADDING);
}

std::string signer::sign_raw(std::string_view block) const {
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key_.get(), nullptr);
  must(EVP_PKEY_sign_init(context) == 1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1);
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
  std::string out(size, '\0');
  must(EVP_PKEY_sign(context, bytes(out), &size, bytes(block), block.size()) == 1);
  EVP_PKEY_CTX_free(context);
  return out;
}

std::string signer::jwk_members() const {
  if (!key_) return R"("kty":"oct","k":")" + base64url_encode(secret_) + "\"";
  switch (EVP_PKEY_get_base_id(key_.get())) {
    case EVP_PKEY_RSA:
      return R"("kty":"RSA","n":")" + base64url_encode(number(key_.get(), OSSL_PKEY_PARAM_RSA_N)) + R"(","e":")" +
             base64url_encode(number(key_.get(), OSSL_PKEY_PARAM_RSA_E)) + "\"";
    case EVP_PKEY_EC: {
      const int bits = EVP_PKEY_get_bits(key_.get());
      const int width = (bits + 7) / 8;
      return R"("kty":"EC","crv":"P-)" + std::to_string(bits) + R"(","x":")" +
             base64url_encode(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, width)) + R"(","y":")" +
             base64url_encode(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, width)) + "\"";
    }
    default: {
      std::string raw(32, '\0');
      std::size_t size = raw.size();
      must(EVP_PKEY_get_raw_public_key(key_.get(), bytes(raw), &size) == 1);
      return R"("kty":"OKP","crv":"Ed25519","x":")" + base64url_encode(raw) + "\"";
    }
  }
}

std::string signer::jwk(const std::string& kid, const std::string& more) const {
  return "{" + jwk_members() + (kid.empty() ? "" : ",\"kid\":\"" + kid + "\"") + (more.empty() ? "" : "," + more) + "}";
}

std::string signer::public_pem() const {
  BIO* bio = BIO_new(BIO_s_mem());
  must(PEM_write_bio_PUBKEY(bio, key_.get()) == 1);
  return text_of(bio);
}

std::string signer::private_pem() const {
  BIO* bio = BIO_new(BIO_s_mem());
  must(PEM_write_bio_PKCS8PrivateKey(bio, key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_of(bio);
}

std::shared_ptr<EVP_PKEY> signer::public_key() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  const unsigned char* at = der;
  auto out = own(d2i_PUBKEY(nullptr, &at, size));
  OPENSSL_free(der);
  return out;
}

const signer& rsa_signer() {
  static const signer key = signer::rsa();
  return key;
}

const signer& ec_signer() {
  static const signer key = signer::ec();
  return key;
}

const signer& ed_signer() {
  static const signer key = signer::ed25519();
  return key;
}

std::string jwks(const std::string& keys) {
  return "{\"keys\":[" + keys + "]}";
}

std::string signing_input(std::string_view header, std::string_view payload) {
  return base64url_encode(header) + "." + base64url_encode(payload);
}

std::string make_token(const signer& key, std::string_view header, std::string_view payload) {
  const auto input = signing_input(header, payload);
  return input + "." + base64url_encode(key.sign(input));
}

std::string payload_at(long long at, long long seconds, const std::string& more) {
  return R"({"iss":"https://issuer.test","sub":"user-1","iat":)" + std::to_string(at) +
         ",\"exp\":" + std::to_string(at + seconds) + (more.empty() ? "" : "," + more) + "}";
}

std::string sha256(std::string_view text) {
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes(text), text.size(), bytes(out));
  return out;
}

}  // namespace switchboard::test
