// The demo's signing key and its key set, replaced as an identity provider would: the new key signs, the one before it
// still verifies.
#include "core/json.hpp"
#include "server/admin_commands.hpp"
#include "wire/base64url.hpp"

#include <nlohmann/json.hpp>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace switchboard::server {
namespace {

constexpr unsigned int key_bits = 2048;

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;
using bio_ptr = std::unique_ptr<BIO, decltype(&::BIO_free_all)>;

std::string pem_of(EVP_PKEY* key) {
  const bio_ptr out(::BIO_new(::BIO_s_mem()), &::BIO_free_all);
  if (::PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) return {};
  char* data = nullptr;
  const auto size = ::BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string modulus_of(EVP_PKEY* key) {
  BIGNUM* n = nullptr;
  if (::EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) != 1) return {};
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(n)), '\0');
  ::BN_bn2bin(n, reinterpret_cast<unsigned char*>(bytes.data()));
  ::BN_free(n);
  return wire::base64url_encode(bytes);
}

// RFC 7638.
std::string thumbprint(const std::string& modulus) {
  const auto text = R"({"e":"AQAB","kty":"RSA","n":")" + modulus + "\"}";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  return wire::base64url_encode({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

// Readable by nobody else, and either the old file or the whole new one.
bool replace_file(const std::string& file, const std::string& text) {
  const auto fresh = file + ".new";
  std::error_code failed;
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    std::filesystem::permissions(fresh, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 failed);
    out << text << std::flush;
    if (!out || failed) return false;
  }
  std::filesystem::rename(fresh, file, failed);
  return !failed;
}

}  // namespace

int rotate_keys(const std::string& key_file, const std::string& jwks_file) {
  const key_ptr key(::EVP_RSA_gen(key_bits), &::EVP_PKEY_free);
  const auto modulus = key ? modulus_of(key.get()) : std::string();
  const auto pem = key ? pem_of(key.get()) : std::string();
  if (modulus.empty() || pem.empty()) {
    std::cerr << "switchboard-server: no key could be made\n";
    return 1;
  }
  core::json keys = core::json::array({{{"kty", "RSA"},
                                        {"use", "sig"},
                                        {"alg", "RS256"},
                                        {"kid", thumbprint(modulus)},
                                        {"n", modulus},
                                        {"e", "AQAB"}}});
  std::ifstream in(jwks_file, std::ios::binary);
  const auto before = core::parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  const bool known = before && before->is_object() && before->contains("keys") && before->at("keys").is_array();
  if (known && !before->at("keys").empty()) keys.push_back(before->at("keys").front());
  // The key set first: at no moment is there a token that nothing verifies.
  if (!replace_file(jwks_file, core::dump(core::json{{"keys", keys}}) + "\n") || !replace_file(key_file, pem)) {
    std::cerr << "switchboard-server: cannot write " << key_file << " and " << jwks_file << "\n";
    return 1;
  }
  std::cout << "New key " << keys.front().at("kid").get<std::string>() << "; " << keys.size() - 1
            << " earlier key stays good. Restart the server to use them.\n";
  return 0;
}

}  // namespace switchboard::server
