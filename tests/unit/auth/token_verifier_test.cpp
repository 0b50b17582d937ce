#include "auth/token_verifier.hpp"

#include "support/show_result.hpp"
#include "unit/auth/token_maker.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::test;
using namespace std::chrono_literals;
using auth::check_claims;
using auth::issuer_rules;
using time_point = std::chrono::system_clock::time_point;

namespace {

constexpr long long base = 1'800'000'000;

time_point at(std::chrono::milliseconds after_base) {
  return time_point(std::chrono::seconds(base) + after_base);
}

issuer_rules rules() {
  issuer_rules out;
  out.iss = "https://issuer.test";
  out.algorithms = {wire::jws_algorithm::es256};
  return out;
}

auth::unverified_token token(const std::string& payload) {
  auto read = auth::read_token(make_token(ec_signer(), R"({"alg":"ES256"})", payload));
  REQUIRE(read.has_value());
  return std::move(*read);
}

bool accepts(const issuer_rules& under, const std::string& more, std::chrono::milliseconds now = 0ms) {
  return check_claims(under, token(payload_at(base, 3600, more)), at(now)).has_value();
}

}  // namespace

TEST_CASE("verifier: exp with ten seconds of leeway, to the millisecond") {
  const auto limited = token(R"({"iss":"https://issuer.test","sub":"u","exp":1800000000})");
  CHECK(check_claims(rules(), limited, at(0ms)).has_value());
  CHECK(check_claims(rules(), limited, at(9'999ms)).has_value());
  CHECK_FALSE(check_claims(rules(), limited, at(10'000ms)).has_value());
  CHECK_FALSE(check_claims(rules(), limited, at(24h)).has_value());
  const auto fraction = token(R"({"iss":"https://issuer.test","sub":"u","exp":1800000000.5})");
  CHECK(check_claims(rules(), fraction, at(10'499ms)).has_value());
  CHECK_FALSE(check_claims(rules(), fraction, at(10'500ms)).has_value());
  CHECK_FALSE(check_claims(rules(), token(R"({"iss":"https://issuer.test","sub":"u","exp":0})"), at(0ms)).has_value());
}

TEST_CASE("verifier: nbf and iat with ten seconds of leeway") {
  for (const std::string name : {"nbf", "iat"}) {
    INFO(name);
    const auto early = token(R"({"iss":"https://issuer.test","sub":"u","exp":1900000000,")" + name + "\":1800000000}");
    CHECK(check_claims(rules(), early, at(0ms)).has_value());
    CHECK(check_claims(rules(), early, at(-10'000ms)).has_value());
    CHECK_FALSE(check_claims(rules(), early, at(-10'001ms)).has_value());
  }
}

TEST_CASE("verifier: the issuer is compared exactly") {
  const auto of = [](const std::string& iss) { return token(R"({"sub":"u","exp":1900000000,"iss":")" + iss + "\"}"); };
  CHECK(check_claims(rules(), of("https://issuer.test"), at(0ms)).has_value());
  for (const std::string iss : {"https://issuer.test/", "https://ISSUER.test", "http://issuer.test",
                                "https://issuer.test.evil", "", " https://issuer.test"}) {
    INFO(iss);
    CHECK_FALSE(check_claims(rules(), of(iss), at(0ms)).has_value());
  }
  CHECK_FALSE(check_claims(rules(), token(R"({"sub":"u","exp":1900000000})"), at(0ms)).has_value());
}

TEST_CASE("verifier: the algorithm is one that the issuer lists") {
  auto other = rules();
  other.algorithms = {wire::jws_algorithm::rs256, wire::jws_algorithm::hs256};
  CHECK_FALSE(accepts(other, ""));
  CHECK(accepts(rules(), ""));
}

TEST_CASE("verifier: the audience, where one is set") {
  auto strict = rules();
  strict.audience = "authenticated";
  CHECK(accepts(rules(), ""));
  CHECK(accepts(rules(), R"("aud":"anything")"));
  CHECK(accepts(strict, R"("aud":"authenticated")"));
  CHECK(accepts(strict, R"("aud":["x","authenticated"])"));
  for (const std::string aud :
       {R"("aud":"x")", R"("aud":[])", R"("aud":["authenticatedx"])", R"("aud":"Authenticated")", R"("aud":"")", ""}) {
    INFO(aud);
    CHECK_FALSE(accepts(strict, aud));
  }
}

TEST_CASE("verifier: the authorized party, where a list is set") {
  auto strict = rules();
  strict.authorized_parties = {"https://app.test", "https://admin.test"};
  CHECK(accepts(strict, R"("azp":"https://admin.test")"));
  CHECK_FALSE(accepts(strict, ""));
  CHECK(accepts(rules(), R"("azp":"https://evil.test")"));
  for (const std::string azp : {"https://evil.test", "https://app.test.evil", "https://app.test/", ""}) {
    INFO(azp);
    CHECK_FALSE(accepts(strict, R"("azp":")" + azp + "\""));
  }
}

TEST_CASE("verifier: the roles of Supabase's own keys are refused") {
  CHECK(accepts(rules(), R"("role":"authenticated")"));
  CHECK(accepts(rules(), R"("role":"anonymous")"));
  for (const std::string role :
       {R"("anon")", R"("service_role")", R"(["authenticated","service_role"])", R"([1,"anon"])", R"("\u0061non")"}) {
    INFO(role);
    CHECK_FALSE(accepts(rules(), "\"role\":" + role));
  }
}

TEST_CASE("verifier: a refusal shows nothing in public and no token in its detail") {
  const auto refusal = check_claims(rules(), token(payload_at(base, -7200)), at(0ms));
  REQUIRE_FALSE(refusal.has_value());
  CHECK(refusal.error().message == core::make_error(core::errc::unauthenticated).message);
  CHECK_THAT(refusal.error().detail, Catch::Contains("expired"));
}

TEST_CASE("verifier: a signature is good, bad, or of an unknown key") {
  std::vector<auth::named_key> keys;
  keys.push_back({"k1", *auth::verification_key::from_public(ec_signer().public_key())});
  const auth::key_set set(std::move(keys));
  const auto check = [&](const std::string& header, const signer& key) {
    return auth::check_signature(set, auth::read_token(make_token(key, header, payload_at(base)))->jws);
  };
  CHECK(check(R"({"alg":"ES256","kid":"k1"})", ec_signer()) == auth::signature_check::good);
  CHECK(check(R"({"alg":"ES256"})", ec_signer()) == auth::signature_check::good);
  CHECK(check(R"({"alg":"ES256","kid":"k1"})", signer::ec()) == auth::signature_check::bad);
  CHECK(check(R"({"alg":"ES256","kid":"k2"})", ec_signer()) == auth::signature_check::unknown_key);
  CHECK(check(R"({"alg":"RS256","kid":"k1"})", rsa_signer()) == auth::signature_check::unknown_key);
}

TEST_CASE("verifier: the identity of a token that lives for ever ends with the clock") {
  auto content =
      token(R"({"iss":"https://issuer.test","sub":"u","exp":253402300799,"email":"e@x.test","name":"N"})").content;
  const auto who = auth::identity_of(content);
  CHECK(who.issuer == "https://issuer.test");
  CHECK(who.subject == "u");
  CHECK(who.email == "e@x.test");
  CHECK(who.name == "N");
  CHECK(who.expires > at(24h));
}
