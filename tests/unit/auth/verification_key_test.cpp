#include "auth/verification_key.hpp"

#include "support/show_result.hpp"
#include "unit/auth/token_maker.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace switchboard::test;
using auth::verification_key;
using wire::jws_algorithm;

namespace {

const std::string input = "header.payload";

verification_key public_of(const signer& from) {
  auto key = verification_key::from_public(from.public_key());
  REQUIRE(key.has_value());
  return std::move(*key);
}

// The order of P-256's group, and the prime of its field, as 32 bytes.
const std::string order(
    "\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2"
    "\xfc\x63\x25\x51",
    32);
const std::string prime(
    "\xff\xff\xff\xff\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"
    "\xff\xff\xff\xff",
    32);

std::string number(unsigned char low) {
  std::string out(32, '\0');
  out.back() = static_cast<char>(low);
  return out;
}

// One less than a number whose last byte is not zero.
std::string one_less(std::string n) {
  n.back() = static_cast<char>(n.back() - 1);
  return n;
}

// a - b for 32-byte numbers.
std::string minus(std::string a, const std::string& b) {
  int borrow = 0;
  for (int i = 31; i >= 0; --i) {
    const auto at = static_cast<std::size_t>(i);
    int digit = static_cast<unsigned char>(a[at]) - static_cast<unsigned char>(b[at]) - borrow;
    borrow = digit < 0 ? 1 : 0;
    a[at] = static_cast<char>(digit + (borrow != 0 ? 256 : 0));
  }
  return a;
}

}  // namespace

TEST_CASE("key: the key decides the algorithm") {
  CHECK(public_of(rsa_signer()).algorithm() == jws_algorithm::rs256);
  CHECK(public_of(ec_signer()).algorithm() == jws_algorithm::es256);
  CHECK(public_of(ed_signer()).algorithm() == jws_algorithm::eddsa);
  const auto secret = verification_key::from_secret(core::secret_string(std::string(32, 's')));
  REQUIRE(secret.has_value());
  CHECK(secret->algorithm() == jws_algorithm::hs256);
}

TEST_CASE("key: verifies what its own half signed, and nothing else") {
  const auto secret_text = std::string(32, 's');
  const auto mac_signer = signer::shared_secret(secret_text);
  const auto mac_key = verification_key::from_secret(core::secret_string(secret_text));
  const auto rsa = public_of(rsa_signer());
  const auto ec = public_of(ec_signer());
  const auto ed = public_of(ed_signer());
  const std::vector<std::pair<const signer*, const verification_key*>> pairs{
      {&rsa_signer(), &rsa}, {&ec_signer(), &ec}, {&ed_signer(), &ed}, {&mac_signer, &*mac_key}};
  for (const auto& [maker, key] : pairs) {
    INFO(wire::name(key->algorithm()));
    const auto signature = maker->sign(input);
    CHECK(key->verify(input, signature));
    CHECK_FALSE(key->verify(input + "x", signature));
    CHECK_FALSE(key->verify("", signature));
    CHECK_FALSE(key->verify(input, ""));
    CHECK_FALSE(key->verify(input, signature.substr(1)));
    CHECK_FALSE(key->verify(input, signature.substr(0, signature.size() - 1)));
    CHECK_FALSE(key->verify(input, signature + '\0'));
    CHECK_FALSE(key->verify(input, '\0' + signature));
    CHECK_FALSE(key->verify(input, std::string(signature.size(), '\0')));
    CHECK_FALSE(key->verify(input, std::string(signature.size(), '\xff')));
    for (std::size_t i = 0; i < signature.size(); i += 7) {
      auto changed = signature;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      CHECK_FALSE(key->verify(input, changed));
    }
    for (const auto& [other, unused] : pairs) {
      if (other != maker) CHECK_FALSE(key->verify(input, other->sign(input)));
    }
  }
  CHECK_FALSE(ec.verify(input, signer::ec().sign(input)));
  CHECK_FALSE(ed.verify(input, signer::ed25519().sign(input)));
}

TEST_CASE("key: refuses keys that are weak or of other kinds") {
  CHECK_FALSE(verification_key::from_public(nullptr).has_value());
  CHECK_FALSE(verification_key::from_public(signer::rsa(1024).public_key()).has_value());
  for (const std::string group : {"P-384", "P-521", "secp256k1"}) {
    INFO(group);
    CHECK_FALSE(verification_key::from_public(signer::ec(group).public_key()).has_value());
  }
}

TEST_CASE("key: refuses secrets that are short or that are public keys") {
  CHECK_FALSE(verification_key::from_secret(core::secret_string()).has_value());
  CHECK_FALSE(verification_key::from_secret(core::secret_string(std::string(31, 's'))).has_value());
  CHECK_FALSE(verification_key::from_secret(core::secret_string(rsa_signer().public_pem())).has_value());
  CHECK(verification_key::from_secret(core::secret_string(std::string(32, 's'))).has_value());
}

TEST_CASE("key: ES256 takes r || s of 64 bytes, and no DER") {
  const auto key = public_of(ec_signer());
  const auto raw = ec_signer().sign(input);
  REQUIRE(raw.size() == 64);
  std::string der = "\x30\x44\x02\x20" + raw.substr(0, 32) + "\x02\x20" + raw.substr(32);
  CHECK_FALSE(key.verify(input, der));
  CHECK_FALSE(key.verify(input, '\0' + raw.substr(0, 32) + '\0' + raw.substr(32)));
  CHECK_FALSE(key.verify(input, raw.substr(0, 63)));
  CHECK_FALSE(key.verify(input, raw + raw));
}

TEST_CASE("key: ES256 refuses r and s out of range") {
  const auto key = public_of(ec_signer());
  const auto raw = ec_signer().sign(input);
  const auto r = raw.substr(0, 32);
  const auto s = raw.substr(32);
  const std::vector<std::string> edges{number(0),
                                       number(1),
                                       number(2),
                                       one_less(order),
                                       order,
                                       prime,
                                       one_less(prime),
                                       minus(order, number(2)),
                                       std::string(32, '\xff')};
  for (const auto& a : edges) {
    CHECK_FALSE(key.verify(input, a + s));
    CHECK_FALSE(key.verify(input, r + a));
    for (const auto& b : edges) CHECK_FALSE(key.verify(input, a + b));
  }
  // (r, n - s) is the same signature written differently; ECDSA itself allows it, and so do we.
  CHECK(key.verify(input, r + minus(order, s)));
}

TEST_CASE("key: ES256 signatures with leading zeros keep their 64 bytes") {
  const auto key = public_of(ec_signer());
  int seen = 0;
  for (int i = 0; i < 20000 && seen < 2; ++i) {
    const auto text = input + std::to_string(i);
    const auto raw = ec_signer().sign(text);
    if (raw[0] != '\0' && raw[32] != '\0') continue;
    ++seen;
    CHECK(key.verify(text, raw));
    auto cut = raw;
    cut.erase(raw[0] == '\0' ? 0 : 32, 1);
    CHECK_FALSE(key.verify(text, cut));
  }
  CHECK(seen == 2);
}

TEST_CASE("key: Ed25519 refuses the malleable form of a signature") {
  const auto key = public_of(ed_signer());
  auto signature = ed_signer().sign(input);
  // s + L, little-endian: verifies where s is not checked against the order L (RFC 8032 section 5.1.7).
  const std::string l(
      "\xed\xd3\xf5\x5c\x1a\x63\x12\x58\xd6\x9c\xf7\xa2\xde\xf9\xde\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10", 32);
  int carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const int sum = static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(l[i]) + carry;
    signature[32 + i] = static_cast<char>(sum & 0xff);
    carry = sum >> 8;
  }
  REQUIRE(carry == 0);
  CHECK_FALSE(key.verify(input, signature));
}

TEST_CASE("key: RS256 refuses PSS") {
  CHECK_FALSE(public_of(rsa_signer()).verify(input, rsa_signer().sign_pss(input)));
}

TEST_CASE("key: RS256 refuses every padding but the one of PKCS #1") {
  // With the exponent 3 a forger needs little room, so a sloppy check of the padding is worth most.
  const auto maker = signer::rsa(2048, 3);
  const auto key = public_of(maker);
  const std::string info("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19);
  const std::string without_null("\x30\x2f\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x04\x20", 17);
  const std::string sha1_info("\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14", 15);
  const std::string long_length("\x30\x81\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 20);
  const auto hash = sha256(input);
  const auto block = [](const std::string& head, const std::string& tail, char fill = '\xff') {
    return head + std::string(256 - head.size() - 1 - tail.size(), fill) + '\0' + tail;
  };
  const std::string head("\0\1", 2);
  CHECK(key.verify(input, maker.sign_raw(block(head, info + hash))));

  const std::vector<std::string> forged{
      block(head, hash),
      block(head, without_null + hash),
      block(head, long_length + hash),
      block(head, sha1_info + hash.substr(0, 20)),
      block(head, info + hash.substr(0, 31)),
      block(head, info + hash + '\0'),
      block(head, info + hash, '\xfe'),
      block(head, info + hash, '\0'),
      block(std::string("\0\2", 2), info + hash),
      block(std::string("\0\0", 2), info + hash),
      head + std::string(8, '\xff') + '\0' + info + hash + std::string(256 - 2 - 8 - 1 - info.size() - 32, '\x5a'),
      head + '\0' + info + hash + std::string(256 - 3 - info.size() - 32, '\0'),
      std::string(256 - info.size() - 32, '\0') + info + hash,
      std::string(255, '\0') + '\1',
      std::string(256, '\0'),
  };
  for (std::size_t i = 0; i < forged.size(); ++i) {
    INFO(i);
    REQUIRE(forged[i].size() == 256);
    CHECK_FALSE(key.verify(input, maker.sign_raw(forged[i])));
  }
}
