#include "wire/jws.hpp"

#include "support/show_result.hpp"
#include "wire/base64url.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace switchboard;
using wire::base64url_encode;
using wire::jws_algorithm;
using wire::parse_jws;

namespace {

std::string token_of(const std::string& header, const std::string& payload = "{}",
                     const std::string& signature = "sig") {
  return base64url_encode(header) + "." + base64url_encode(payload) + "." + base64url_encode(signature);
}

// Every refusal is `unauthenticated` with the public message that says nothing, and a detail that quotes no token.
bool refused(const std::string& token) {
  const auto parsed = parse_jws(token);
  if (parsed) return false;
  const auto& e = parsed.error();
  CHECK(e.code == core::errc::unauthenticated);
  CHECK(e.message == core::make_error(core::errc::unauthenticated).message);
  CHECK_FALSE(e.detail.empty());
  if (token.size() > 20) CHECK(e.detail.find(token.substr(0, 12)) == std::string::npos);
  return true;
}

}  // namespace

TEST_CASE("jws: takes a token apart") {
  const auto parsed = parse_jws(token_of(R"({"alg":"RS256","typ":"JWT","kid":"k1"})", R"({"sub":"x"})", "s"));
  REQUIRE(parsed);
  CHECK(parsed->algorithm == jws_algorithm::rs256);
  CHECK(parsed->key_id == "k1");
  CHECK(parsed->payload == R"({"sub":"x"})");
  CHECK(parsed->signature == "s");
  CHECK(parsed->signing_input ==
        base64url_encode(R"({"alg":"RS256","typ":"JWT","kid":"k1"})") + "." + base64url_encode(R"({"sub":"x"})"));
}

TEST_CASE("jws: knows its four algorithms by their exact names") {
  const std::vector<std::pair<std::string, jws_algorithm>> known{{"RS256", jws_algorithm::rs256},
                                                                 {"ES256", jws_algorithm::es256},
                                                                 {"EdDSA", jws_algorithm::eddsa},
                                                                 {"HS256", jws_algorithm::hs256}};
  for (const auto& [text, algorithm] : known) {
    const auto parsed = parse_jws(token_of(R"({"alg":")" + text + "\"}"));
    REQUIRE(parsed);
    CHECK(parsed->algorithm == algorithm);
    CHECK(wire::name(algorithm) == text);
    CHECK(wire::parse_jws_algorithm(text) == algorithm);
  }
}

TEST_CASE("jws: refuses every other algorithm, none and its spellings first") {
  for (const std::string alg :
       {"none",  "None",  "NONE",   "nOnE",  "",      " none", "rs256",   "RS256 ", "RS384",  "RS512", "PS256",
        "ES384", "ES512", "ES256K", "HS384", "HS512", "EDDSA", "Ed25519", "Ed448",  "RSA1_5", "dir"}) {
    INFO(alg);
    CHECK(refused(token_of(R"({"alg":")" + alg + "\"}")));
  }
  CHECK(refused(token_of(R"({"typ":"JWT"})")));
  for (const std::string alg : {"null", "256", "true", "[\"RS256\"]", "{\"name\":\"RS256\"}"}) {
    INFO(alg);
    CHECK(refused(token_of(R"({"alg":)" + alg + "}")));
  }
}

TEST_CASE("jws: reads escapes before it decides, so an escaped name is no second name") {
  CHECK(parse_jws(token_of(R"({"\u0061lg":"RS\u0032\u0035\u0036"})")));
  CHECK(refused(token_of(R"({"alg":"\u006eone"})")));
  CHECK(refused(token_of(R"({"alg":"RS256","\u0061lg":"none"})")));
  CHECK(refused(token_of(R"({"\u0063rit":["exp"],"alg":"RS256"})")));
  CHECK(refused(token_of(R"({"alg":"RS256\u0000"})")));
}

TEST_CASE("jws: refuses a member named twice") {
  CHECK(refused(token_of(R"({"alg":"RS256","alg":"HS256"})")));
  CHECK(refused(token_of(R"({"alg":"RS256","alg":"RS256"})")));
  CHECK(refused(token_of(R"({"alg":"RS256","kid":"a","kid":"b"})")));
}

TEST_CASE("jws: refuses members that bring keys, extensions or another payload") {
  for (const std::string member :
       {R"("crit":["exp"])", R"("crit":[])", R"("crit":null)", R"("b64":false)", R"("b64":true)",
        R"("jwk":{"kty":"oct","k":"AAAA"})", R"("jwk":null)", R"("jku":"https://evil.test/jwks")", R"("x5c":["MIIB"])",
        R"("x5u":"https://evil.test/cert")", R"("cty":"JWT")", R"("enc":"A128GCM")", R"("zip":"DEF")"}) {
    INFO(member);
    CHECK(refused(token_of(R"({"alg":"RS256",)" + member + "}")));
  }
  CHECK(parse_jws(token_of(R"({"alg":"RS256","cat":"cl_B7d4PD111AAA","x5t":"abc"})")));
}

TEST_CASE("jws: refuses Clerk's machine tokens, takes its session and template tokens") {
  CHECK(parse_jws(token_of(R"({"alg":"RS256","cat":"cl_B7d4PD111AAA"})")));
  CHECK(parse_jws(token_of(R"({"alg":"RS256","cat":"cl_B7d4PD222AAA"})")));
  CHECK(refused(token_of(R"({"alg":"RS256","cat":"cl_B7d4PD333AAA"})")));
}

TEST_CASE("jws: takes no type or JWT, nothing else") {
  CHECK(parse_jws(token_of(R"({"alg":"RS256"})")));
  for (const std::string typ :
       {"\"jwt\"", "\"at+jwt\"", "\"secevent+jwt\"", "\"JOSE\"", "\"JWS\"", "\"\"", "null", "1", "[\"JWT\"]"}) {
    INFO(typ);
    CHECK(refused(token_of(R"({"alg":"RS256","typ":)" + typ + "}")));
  }
}

TEST_CASE("jws: a kid is a text of sensible length") {
  for (const std::string kid : {"\"\"", "null", "7", "[\"k\"]", "{}"}) {
    INFO(kid);
    CHECK(refused(token_of(R"({"alg":"RS256","kid":)" + kid + "}")));
  }
  CHECK(parse_jws(token_of(R"({"alg":"RS256","kid":")" + std::string(256, 'k') + "\"}")));
  CHECK(refused(token_of(R"({"alg":"RS256","kid":")" + std::string(257, 'k') + "\"}")));
}

TEST_CASE("jws: refuses a header that is no plain JSON object") {
  for (const std::string header :
       {"", "null", "[]", "\"RS256\"", "{", "{}", "{\"alg\":\"RS256\"} x", "{\"alg\":\"RS256\",}", "{'alg':'RS256'}",
        "{\"alg\":\"RS256\"}{}", " {\"alg\":\"RS256\"}", "\xef\xbb\xbf{\"alg\":\"RS256\"}",
        "{\"alg\":\"RS256\",\"x\":\"\xff\"}", "{/**/\"alg\":\"RS256\"}"}) {
    INFO(header);
    CHECK(refused(token_of(header)));
  }
  std::string deep = R"({"alg":"RS256","x":)" + std::string(100, '[') + std::string(100, ']') + "}";
  CHECK(refused(token_of(deep)));
  CHECK(refused(token_of(R"({"alg":"RS256","x":")" + std::string(2100, 'x') + "\"}")));
}

TEST_CASE("jws: has exactly three parts, none empty") {
  const auto good = token_of(R"({"alg":"RS256"})");
  const auto header = base64url_encode(R"({"alg":"RS256"})");
  REQUIRE(parse_jws(good));
  const std::vector<std::string> tokens{"",
                                        ".",
                                        "..",
                                        "...",
                                        "a",
                                        "a.b",
                                        header,
                                        header + ".",
                                        header + "..",
                                        header + ".e30",
                                        header + ".e30.",
                                        header + "..c2ln",
                                        ".e30.c2ln",
                                        good + ".",
                                        good + ".c2ln",
                                        "." + good,
                                        good + ".a.b"};
  for (const auto& token : tokens) {
    INFO(token);
    CHECK(refused(token));
  }
  // The JSON serialisation of RFC 7515 section 7.2 is no compact one.
  CHECK(refused(R"({"payload":"e30","protected":")" + header + R"(","signature":"c2ln"})"));
}

TEST_CASE("jws: refuses encodings that are not canonical, in every part") {
  const auto header = base64url_encode(R"({"alg":"RS256"})");
  REQUIRE(parse_jws(header + ".e30.c2ln"));
  for (const auto& token : {header + "=.e30.c2ln", header + ".e30=.c2ln", header + ".e30.c2ln=", header + ".e31.c2ln",
                            header + ".e30.Zh", header + ".e30.c2ln\n", " " + header + ".e30.c2ln",
                            header + ".e30.c2 ln", header + ".e30.+/8A", header + ".e30.c2lnA"}) {
    INFO(token);
    CHECK(refused(token));
  }
}

TEST_CASE("jws: refuses over 8 KiB, takes what is just within") {
  const auto header = base64url_encode(R"({"alg":"RS256"})");
  const std::string rest = ".e30";
  std::string padding(8192 - header.size() - rest.size() - 1, 'A');
  while (padding.size() % 4 == 1) padding.pop_back();
  CHECK(parse_jws(header + rest + "." + padding));
  CHECK(refused(header + rest + "." + padding + "AAAA"));
}

TEST_CASE("jws: no single changed character of a token reads as the same token") {
  const auto good = token_of(R"({"alg":"RS256","kid":"k1"})", R"({"sub":"x"})", "signature!");
  const auto original = parse_jws(good);
  REQUIRE(original);
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
  int read_as_same = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : alphabet) {
      if (c == good[i]) continue;
      auto changed = good;
      changed[i] = c;
      const auto parsed = parse_jws(changed);
      if (parsed && parsed->signing_input == original->signing_input && parsed->signature == original->signature)
        ++read_as_same;
    }
  }
  CHECK(read_as_same == 0);
}
