#include "auth/issuer.hpp"

#include "support/show_result.hpp"
#include "unit/auth/token_maker.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::test;
using auth::make_issuers;

namespace {

const auth::fetch_text no_fetch = [](std::string, core::deadline) -> rt::task<core::result<std::string>> {
  co_return core::make_error(core::errc::closed);
};

core::issuer_settings settings(const std::vector<std::string>& algorithms) {
  core::issuer_settings out;
  out.name = "test";
  out.iss = "https://issuer.test";
  out.algorithms = algorithms;
  return out;
}

bool refused(const core::issuer_settings& from) {
  const auto made = make_issuers({from}, no_fetch);
  return !made.has_value() && made.error().code == core::errc::invalid_field;
}

}  // namespace

TEST_CASE("issuer: is built from its settings") {
  auto from = settings({"ES256", "RS256"});
  from.pem = ec_signer().public_pem();
  from.audience = "a";
  from.authorized_parties = {"p"};
  const auto made = make_issuers({from}, no_fetch);
  REQUIRE(made.has_value());
  REQUIRE(made->size() == 1);
  const auto& rules = made->front().rules;
  CHECK(rules.iss == "https://issuer.test");
  CHECK(rules.algorithms == std::vector{wire::jws_algorithm::es256, wire::jws_algorithm::rs256});
  CHECK(rules.audience == "a");
  CHECK(rules.authorized_parties == std::vector<std::string>{"p"});
  CHECK(made->front().keys->current()->size() == 1);
}

TEST_CASE("issuer: a URL has no keys before it is fetched") {
  auto from = settings({"RS256"});
  from.jwks_url = "https://issuer.test/jwks";
  const auto made = make_issuers({from}, no_fetch);
  REQUIRE(made.has_value());
  CHECK(made->front().keys->current() == nullptr);
}

TEST_CASE("issuer: HS256 takes a shared secret, and only HS256 does") {
  auto from = settings({"HS256"});
  from.secret = core::secret_string(std::string(32, 's'));
  CHECK(make_issuers({from}, no_fetch).has_value());
  from.algorithms = {"RS256"};
  CHECK(refused(from));
  from.algorithms = {"HS256", "RS256"};
  CHECK(refused(from));
  auto with_pem = settings({"HS256"});
  with_pem.pem = rsa_signer().public_pem();
  CHECK(refused(with_pem));
  from.algorithms = {"HS256"};
  from.secret = core::secret_string("short");
  CHECK(refused(from));
  from.secret = core::secret_string(rsa_signer().public_pem());
  CHECK(refused(from));
}

TEST_CASE("issuer: refuses settings that could never verify a token") {
  auto wrong_key = settings({"RS256"});
  wrong_key.pem = ec_signer().public_pem();
  CHECK(refused(wrong_key));
  CHECK(refused(settings({"RS256"})));
  auto two = settings({"ES256"});
  two.pem = ec_signer().public_pem();
  two.jwks_url = "https://issuer.test/jwks";
  CHECK(refused(two));
  auto file = settings({"ES256"});
  file.jwks_file = "/nonexistent/keys.json";
  CHECK(refused(file));
  auto unknown = settings({"PS256"});
  unknown.pem = rsa_signer().public_pem();
  CHECK(refused(unknown));
  auto private_key = settings({"RS256"});
  private_key.pem = rsa_signer().private_pem();
  CHECK(refused(private_key));
}
