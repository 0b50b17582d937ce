#include "auth/jwks.hpp"

#include "core/json.hpp"
#include "support/show_result.hpp"
#include "unit/auth/token_maker.hpp"
#include "wire/base64url.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using namespace switchboard::test;
using auth::parse_jwks;
using wire::jws_algorithm;

namespace {

std::size_t usable(const std::string& keys) {
  const auto set = parse_jwks(jwks(keys));
  REQUIRE(set.has_value());
  return set->size();
}

bool refused(const std::string& document) {
  const auto set = parse_jwks(document);
  return !set.has_value() && set.error().code == core::errc::invalid_field;
}

// A key's JWK with one member replaced; an empty value removes it.
std::string with(const signer& key, const std::string& member, const std::string& value) {
  auto jwk = core::parse_json(key.jwk("k"));
  REQUIRE(jwk.has_value());
  jwk->erase(member);
  if (!value.empty()) (*jwk)[member] = *core::parse_json(value);
  return core::dump(*jwk);
}

}  // namespace

TEST_CASE("jwks: reads the three kinds of public key, which verify") {
  const auto set = parse_jwks(jwks(rsa_signer().jwk("a") + "," + ec_signer().jwk("b") + "," + ed_signer().jwk("c")));
  REQUIRE(set.has_value());
  CHECK(set->size() == 3);
  const std::vector<std::tuple<const signer*, jws_algorithm, std::string>> rows{
      {&rsa_signer(), jws_algorithm::rs256, "a"},
      {&ec_signer(), jws_algorithm::es256, "b"},
      {&ed_signer(), jws_algorithm::eddsa, "c"}};
  for (const auto& [maker, algorithm, kid] : rows) {
    const auto found = set->candidates(algorithm, kid);
    REQUIRE(found.size() == 1);
    CHECK(found[0]->verify("text", maker->sign("text")));
  }
}

TEST_CASE("jwks: a kid is matched exactly, and only with its algorithm") {
  const auto set = parse_jwks(jwks(rsa_signer().jwk("a") + "," + ec_signer().jwk("b")));
  REQUIRE(set.has_value());
  CHECK(set->candidates(jws_algorithm::rs256, "b").empty());
  CHECK(set->candidates(jws_algorithm::es256, "a").empty());
  CHECK(set->candidates(jws_algorithm::rs256, "A").empty());
  CHECK(set->candidates(jws_algorithm::hs256, "a").empty());
  CHECK(set->candidates(jws_algorithm::rs256, "").size() == 1);
  CHECK(set->has(jws_algorithm::rs256));
  CHECK_FALSE(set->has(jws_algorithm::eddsa));
}

TEST_CASE("jwks: a token without kid is matched only where there is no doubt") {
  const auto one = parse_jwks(jwks(ec_signer().jwk("a")));
  const auto two = parse_jwks(jwks(ec_signer().jwk("a") + "," + signer::ec().jwk("b")));
  CHECK(one->candidates(jws_algorithm::es256, "").size() == 1);
  CHECK(two->candidates(jws_algorithm::es256, "").empty());
  // A key that was published without kid does not stand in for a kid that is not there.
  CHECK(parse_jwks(jwks(ec_signer().jwk("")))->candidates(jws_algorithm::es256, "a").empty());
}

TEST_CASE("jwks: several keys may share a kid, within reason") {
  std::string keys = ec_signer().jwk("k");
  for (int i = 0; i < 9; ++i) keys += "," + signer::ec().jwk("k");
  const auto found = parse_jwks(jwks(keys))->candidates(jws_algorithm::es256, "k");
  CHECK(found.size() == auth::max_candidates);
}

TEST_CASE("jwks: leaves out keys of other uses, operations and algorithms") {
  CHECK(usable(ec_signer().jwk("k", R"("use":"sig")")) == 1);
  CHECK(usable(ec_signer().jwk("k", R"("key_ops":["verify"])")) == 1);
  CHECK(usable(ec_signer().jwk("k", R"("key_ops":["sign","verify"],"alg":"ES256","ext":true)")) == 1);
  CHECK(usable(rsa_signer().jwk("k", R"("alg":"RS256")")) == 1);
  for (const std::string more :
       {R"("use":"enc")", R"("use":"SIG")", R"("use":7)", R"("use":null)", R"("key_ops":[])",
        R"("key_ops":["encrypt"])", R"("key_ops":"verify")", R"("key_ops":{"a":"verify"})", R"("alg":"PS256")",
        R"("alg":"RS512")", R"("alg":"RSA-OAEP")", R"("alg":"ES256")", R"("alg":"HS256")", R"("alg":null)"}) {
    INFO(more);
    CHECK(usable(rsa_signer().jwk("k", more)) == 0);
  }
  CHECK(usable(ec_signer().jwk("k", R"("alg":"RS256")")) == 0);
  CHECK(usable(ed_signer().jwk("k", R"("alg":"ES256")")) == 0);
}

TEST_CASE("jwks: leaves out keys that it does not know or that are weak") {
  CHECK(usable(signer::rsa(1024).jwk("k")) == 0);
  CHECK(usable(signer::ec("P-384").jwk("k")) == 0);
  CHECK(usable(R"({"kty":"OKP","crv":"X25519","x":")" + std::string(43, 'A') + "\"}") == 0);
  CHECK(usable(R"({"kty":"AKP","pub":"AAAA"})") == 0);
  CHECK(usable("{}") == 0);
  CHECK(usable("") == 0);
  // The good one beside them is used.
  CHECK(usable(R"({"kty":"new"},)" + ec_signer().jwk("k")) == 1);
}

TEST_CASE("jwks: leaves out keys whose numbers are wrong") {
  const auto& rsa = rsa_signer();
  for (const std::string e : {R"("AQ")", R"("Ag")", R"("AA")", R"("")", R"("AQAC")", R"("AQAB=")", R"("AQA")", "65537",
                              "", R"("____________")"}) {
    INFO(e);
    CHECK(usable(with(rsa, "e", e)) == 0);
  }
  const auto& jwk = *core::parse_json(rsa.jwk("k"));
  const auto n = jwk["n"].get<std::string>();
  CHECK(usable(with(rsa, "n", "\"" + n + "==\"")) == 0);
  CHECK(usable(with(rsa, "n", "\"" + n.substr(0, 100) + "\"")) == 0);
  CHECK(usable(with(rsa, "n", "\"\"")) == 0);
  CHECK(usable(with(rsa, "n", "")) == 0);
  CHECK(usable(with(rsa, "n", "\"" + wire::base64url_encode(std::string(3000, '\xff')) + "\"")) == 0);
  // Even: the last byte decides.
  auto bytes = *wire::base64url_decode(n);
  CHECK(usable(with(rsa, "n", "\"" + wire::base64url_encode('\0' + bytes) + "\"")) == 1);
  bytes.back() = static_cast<char>(bytes.back() & ~1);
  CHECK(usable(with(rsa, "n", "\"" + wire::base64url_encode(bytes) + "\"")) == 0);

  const auto& ec = ec_signer();
  const auto x = (*core::parse_json(ec.jwk("k")))["x"].get<std::string>();
  CHECK(usable(with(ec, "y", "\"" + x + "\"")) == 0);  // no point of the curve
  CHECK(usable(with(ec, "x", "\"" + std::string(43, 'A') + "\"")) == 0);
  CHECK(usable(with(ec, "x", "\"" + wire::base64url_encode(*wire::base64url_decode(x) + '\0') + "\"")) == 0);
  CHECK(usable(with(ec, "x", "\"" + wire::base64url_encode(wire::base64url_decode(x)->substr(1)) + "\"")) == 0);
  CHECK(usable(with(ec, "crv", R"("P-384")")) == 0);
  CHECK(usable(with(ec, "crv", "")) == 0);
  CHECK(usable(with(ec, "kty", R"("RSA")")) == 0);
  CHECK(usable(with(ed_signer(), "x", R"("AAAA")")) == 0);
  CHECK(usable(with(ed_signer(), "crv", R"("Ed448")")) == 0);
}

TEST_CASE("jwks: refuses a document that publishes a private or symmetric key") {
  CHECK(refused(jwks(ec_signer().jwk("k", R"("d":"AAAA")"))));
  CHECK(refused(jwks(rsa_signer().jwk("good") + "," + ec_signer().jwk("k", R"("d":"AAAA")"))));
  CHECK(refused(jwks(rsa_signer().jwk("k", R"("p":"AAAA")"))));
  CHECK(refused(jwks(signer::shared_secret(std::string(32, 's')).jwk("k"))));
  CHECK(refused(jwks(R"({"kty":"oct"})")));
  CHECK(refused(jwks(ec_signer().jwk("k", R"("k":"AAAA")"))));
}

TEST_CASE("jwks: refuses text that is no key set") {
  for (const std::string text :
       {"", "null", "[]", "{}", R"({"keys":null})", R"({"keys":{}})", R"({"keys":[7]})", R"({"keys":["k"]})",
        R"({"keys":[]} x)", R"({"keys":[],"keys":[]})", "<html>not found</html>"}) {
    INFO(text);
    CHECK(refused(text));
  }
  CHECK(refused(jwks(R"({"kty":"EC","kty":"RSA"})")));
  std::string many = "{}";
  for (int i = 0; i < 100; ++i) many += ",{}";
  CHECK(refused(jwks(many)));
  CHECK(refused("{\"keys\":[],\"x\":\"" + std::string(300 * 1024, 'x') + "\"}"));
  CHECK(refused("{\"keys\":[],\"x\":" + std::string(100000, '[')));
}
