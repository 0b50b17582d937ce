#include "auth/pem.hpp"

#include "support/show_result.hpp"
#include "unit/auth/token_maker.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::test;
using auth::parse_pem_keys;
using wire::jws_algorithm;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string refusal(const std::string& text) {
  const auto keys = parse_pem_keys(text);
  if (keys.has_value()) return "";
  CHECK(keys.error().code == core::errc::invalid_field);
  return keys.error().message;
}

}  // namespace

TEST_CASE("pem: reads public keys, which answer to every kid") {
  const auto keys = parse_pem_keys(rsa_signer().public_pem() + "\n# the other\n" + ec_signer().public_pem() +
                                   ed_signer().public_pem());
  REQUIRE(keys.has_value());
  CHECK(keys->size() == 3);
  const auto found = keys->candidates(jws_algorithm::rs256, "ins_whatever");
  REQUIRE(found.size() == 1);
  CHECK(found[0]->verify("text", rsa_signer().sign("text")));
  CHECK(keys->candidates(jws_algorithm::es256, "").size() == 1);
  CHECK(keys->candidates(jws_algorithm::eddsa, "x").size() == 1);
  CHECK(keys->candidates(jws_algorithm::hs256, "x").empty());
}

TEST_CASE("pem: reads a key as it looks after a trip through an environment variable") {
  const auto pem = rsa_signer().public_pem();
  for (const auto& text : {replaced(pem, "\n", "\\n"), replaced(pem, "\n", ""), replaced(pem, "\n", " "),
                           replaced(pem, "\n", "\r\n"), replaced(pem, "\n", "\\r\\n"), "  \n" + pem + "\n\n"}) {
    INFO(text);
    const auto keys = parse_pem_keys(text);
    REQUIRE(keys.has_value());
    CHECK(keys->candidates(jws_algorithm::rs256, "").at(0)->verify("text", rsa_signer().sign("text")));
  }
}

TEST_CASE("pem: refuses private keys, certificates and damage, and says which") {
  CHECK_THAT(refusal(rsa_signer().private_pem()), Catch::Contains("private"));
  CHECK_THAT(refusal(ec_signer().public_pem() + ec_signer().private_pem()), Catch::Contains("private"));
  CHECK_THAT(refusal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), Catch::Contains("no public key"));
  CHECK_THAT(refusal(""), Catch::Contains("no public key"));
  CHECK_THAT(refusal("just text"), Catch::Contains("no public key"));
  const auto pem = ec_signer().public_pem();
  CHECK_THAT(refusal(pem.substr(0, pem.size() / 2)), Catch::Contains("END"));
  CHECK_THAT(refusal(replaced(pem, "MFkw", "MFkx")), Catch::Contains("damaged"));
  CHECK_THAT(refusal(replaced(pem, "MFkw", "M!kw")), Catch::Contains("damaged"));
  CHECK_THAT(refusal(replaced(pem, "=", "")), Catch::Contains("damaged"));
  CHECK_THAT(refusal("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"), Catch::Contains("damaged"));
  CHECK_FALSE(refusal(signer::rsa(1024).public_pem()).empty());
  CHECK_FALSE(refusal(signer::ec("P-384").public_pem()).empty());
  CHECK_THAT(refusal(pem + pem + pem + pem + pem), Catch::Contains("too many"));
}
