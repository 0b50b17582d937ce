// The attacks of RFC 8725 (JSON Web Token Best Current Practices) and of the papers it cites, against a whole
// authenticator. Each case first shows that the honest token is accepted, so that a refusal means something.
#include "support/show_result.hpp"
#include "unit/auth/authenticator_bench.hpp"
#include "wire/base64url.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard;
using namespace switchboard::test;
using wire::base64url_encode;

namespace {

const std::string payload = payload_at(test_time);

std::string unsigned_token(const std::string& header, const std::string& signature) {
  return signing_input(header, payload) + "." + signature;
}

// A JWKS file is read like one behind a URL, so keys with ids come from there.
class jwks_bench {
 public:
  explicit jwks_bench(const std::string& keys, const std::vector<std::string>& algorithms) {
    core::issuer_settings from;
    from.iss = "https://issuer.test";
    from.algorithms = algorithms;
    from.jwks_url = "https://issuer.test/jwks";
    const auth::fetch_text fetch = [document = jwks(keys), this](
                                       std::string url, core::deadline) -> rt::task<core::result<std::string>> {
      urls.push_back(url);
      co_return document;
    };
    auth::authenticator_options options;
    options.now = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(test_time)); };
    gate_ = std::make_unique<auth::authenticator>(*auth::make_issuers({from}, fetch), directory_, auth::origin_policy(),
                                                  options);
    gate_->start(group_);
  }
  ~jwks_bench() {
    group_.cancel();
    const auto joined = [this]() -> rt::task<bool> {
      co_await group_.join();
      co_return true;
    };
    run(io_, joined());
  }
  bool accepts(const std::string& token) {
    return run(io_, gate_->verify(token, core::deadline::after(std::chrono::seconds(20)))).has_value();
  }

  std::vector<std::string> urls;

 private:
  boost::asio::io_context io_{1};
  rt::task_group group_{io_.get_executor()};
  memory_directory directory_;
  std::unique_ptr<auth::authenticator> gate_;
};

}  // namespace

TEST_CASE("rfc8725 2.1: unsigned tokens") {
  authenticator_bench b({issuer_with(ec_signer(), {"ES256"})});
  REQUIRE(b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", payload)).has_value());
  for (const std::string alg : {"none", "None", "NONE", "nOnE", "none ", ""}) {
    INFO(alg);
    const auto header = R"({"alg":")" + alg + "\"}";
    CHECK_FALSE(b.verify(unsigned_token(header, "")).has_value());
    CHECK_FALSE(b.verify(unsigned_token(header, base64url_encode(ec_signer().sign(signing_input(header, payload)))))
                    .has_value());
  }
  CHECK_FALSE(b.verify(unsigned_token("{}", "")).has_value());
  CHECK_FALSE(b.verify(unsigned_token(R"({"alg":"ES256"})", "")).has_value());
}

TEST_CASE("rfc8725 2.1: a public key used as an HMAC secret") {
  authenticator_bench b({issuer_with(rsa_signer(), {"RS256"}), [] {
                           auto legacy = issuer_with(rsa_signer(), {"HS256"});
                           legacy.pem.clear();
                           legacy.secret = core::secret_string(std::string(32, 's'));
                           return legacy;
                         }()});
  REQUIRE(b.verify(make_token(rsa_signer(), R"({"alg":"RS256"})", payload)).has_value());
  const auto pem = rsa_signer().public_pem();
  auto flat = pem;
  flat.erase(std::remove(flat.begin(), flat.end(), '\n'), flat.end());
  auto trimmed = pem;
  trimmed.pop_back();
  for (const auto& secret : {pem, flat, trimmed, rsa_signer().jwk("k"), jwks(rsa_signer().jwk("k"))}) {
    CHECK_FALSE(b.verify(make_token(signer::shared_secret(secret), R"({"alg":"HS256"})", payload)).has_value());
    CHECK_FALSE(b.verify(make_token(signer::shared_secret(secret), R"({"alg":"RS256"})", payload)).has_value());
  }
  CHECK_FALSE(b.verify(make_token(signer::shared_secret(""), R"({"alg":"HS256"})", payload)).has_value());
}

TEST_CASE("rfc8725 3.1: the header does not choose how a key is used") {
  jwks_bench b(rsa_signer().jwk("r") + "," + ec_signer().jwk("e") + "," + ed_signer().jwk("d"),
               {"RS256", "ES256", "EdDSA"});
  REQUIRE(b.accepts(make_token(rsa_signer(), R"({"alg":"RS256","kid":"r"})", payload)));
  REQUIRE(b.accepts(make_token(ec_signer(), R"({"alg":"ES256","kid":"e"})", payload)));
  REQUIRE(b.accepts(make_token(ed_signer(), R"({"alg":"EdDSA","kid":"d"})", payload)));
  const std::vector<std::pair<const signer*, std::string>> makers{
      {&rsa_signer(), "r"}, {&ec_signer(), "e"}, {&ed_signer(), "d"}};
  const std::vector<std::pair<std::string, std::string>> honest{{"RS256", "r"}, {"ES256", "e"}, {"EdDSA", "d"}};
  for (const auto& [maker, own] : makers) {
    for (const std::string alg : {"RS256", "ES256", "EdDSA", "HS256", "PS256", "RS512", "ES384"}) {
      for (const std::string kid : {"r", "e", "d"}) {
        const auto is_honest =
            std::find(honest.begin(), honest.end(), std::pair{alg, own}) != honest.end() && kid == own;
        if (is_honest) continue;
        INFO(alg << " " << kid << " signed by " << own);
        CHECK_FALSE(b.accepts(make_token(*maker, R"({"alg":")" + alg + R"(","kid":")" + kid + "\"}", payload)));
      }
    }
  }
}

TEST_CASE("rfc8725 3.1: an algorithm that the issuer does not list, with a key that would fit") {
  jwks_bench b(rsa_signer().jwk("r") + "," + ec_signer().jwk("e"), {"RS256"});
  REQUIRE(b.accepts(make_token(rsa_signer(), R"({"alg":"RS256","kid":"r"})", payload)));
  CHECK_FALSE(b.accepts(make_token(ec_signer(), R"({"alg":"ES256","kid":"e"})", payload)));
}

TEST_CASE("rfc8725 2.2: secrets that can be guessed are not taken") {
  auto weak = issuer_with(rsa_signer(), {"HS256"});
  weak.pem.clear();
  weak.secret = core::secret_string("secret");
  CHECK_FALSE(auth::make_issuers({weak}, {}).has_value());
}

TEST_CASE("rfc8725 2.4 and 3.3: plain base64, padding and white space are other tokens") {
  authenticator_bench b({issuer_with(ec_signer(), {"ES256"})});
  const auto good = make_token(ec_signer(), R"({"alg":"ES256"})", payload);
  REQUIRE(b.verify(good).has_value());
  for (const auto& token :
       {good + "=", good + "==", " " + good, good + " ", good + "\n", good + ".", "." + good, good + "." + good})
    CHECK_FALSE(b.verify(token).has_value());
  auto spoiled = good;
  // Ed and EC signatures end in two unused bits: the last character has four spellings, one of them canonical.
  for (const char c : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")) {
    spoiled.back() = c;
    CHECK(b.verify(spoiled).has_value() == (spoiled == good));
  }
}

TEST_CASE("rfc8725 2.6 and 3.7: what JSON readers disagree about") {
  authenticator_bench b({issuer_with(ec_signer(), {"ES256"})});
  const auto refused = [&b](const std::string& header, const std::string& body) {
    return !b.verify(make_token(ec_signer(), header, body)).has_value();
  };
  const std::string header = R"({"alg":"ES256"})";
  REQUIRE_FALSE(refused(header, payload));
  const auto exp = std::to_string(test_time + 60);
  CHECK(refused(header, R"({"iss":"https://issuer.test","sub":"ada","sub":"eve","exp":)" + exp + "}"));
  CHECK(refused(header, R"({"iss":"https://issuer.test","sub":"ada","\u0073ub":"eve","exp":)" + exp + "}"));
  CHECK(refused(header, R"({"iss":"https://issuer.test","sub":"ada","exp":1,"exp":)" + exp + "}"));
  CHECK(refused(header, payload + " {}"));
  CHECK(refused(header, payload + std::string("\0{}", 3)));
  CHECK(refused(header, "\xef\xbb\xbf" + payload));
  CHECK(refused(header, "[" + payload + "]"));
  CHECK(refused(header, "{\"iss\":\"https://issuer.test\",\"sub\":\"\xc0\xae\",\"exp\":" + exp + "}"));
  CHECK(refused(header, R"({"iss":"https://issuer.test","sub":"\ud800","exp":)" + exp + "}"));
  CHECK(refused(R"({"alg":"ES256","alg":"ES256"})", payload));
  CHECK(refused(R"({"alg":"none","alg":"ES256"})", payload));
}

TEST_CASE("rfc8725 2.7, 2.8 and 3.12: a token for somebody else") {
  auto strict = issuer_with(ec_signer(), {"ES256"});
  strict.audience = "switchboard";
  authenticator_bench b({strict});
  const auto accepts = [&b](const std::string& more) {
    return b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", payload_at(test_time, 60, more))).has_value();
  };
  REQUIRE(accepts(R"("aud":"switchboard")"));
  for (const std::string aud : {R"("aud":"another")", R"("aud":["another"])", R"("aud":[])", R"("aud":"switchboard2")",
                                R"("aud":"")", R"("audience":"switchboard")"}) {
    INFO(aud);
    CHECK_FALSE(accepts(aud));
  }
}

TEST_CASE("rfc8725 3.8: the issuer and its keys belong together") {
  auto mine = issuer_with(ec_signer(), {"ES256"});
  auto other = issuer_with(rsa_signer(), {"RS256"});
  other.iss = "https://other.test";
  authenticator_bench b({mine, other});
  const auto named = [](const std::string& iss) {
    return R"({"iss":")" + iss + R"(","sub":"admin","exp":)" + std::to_string(test_time + 60) + "}";
  };
  REQUIRE(b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", named("https://issuer.test"))).has_value());
  REQUIRE(b.verify(make_token(rsa_signer(), R"({"alg":"RS256"})", named("https://other.test"))).has_value());
  CHECK_FALSE(b.verify(make_token(rsa_signer(), R"({"alg":"RS256"})", named("https://issuer.test"))).has_value());
  CHECK_FALSE(b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", named("https://other.test"))).has_value());
  CHECK_FALSE(b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", named("https://third.test"))).has_value());
}

TEST_CASE("rfc8725 2.9 and 3.10: keys and addresses of the sender's choice") {
  jwks_bench b(ec_signer().jwk("e"), {"ES256"});
  REQUIRE(b.accepts(make_token(ec_signer(), R"({"alg":"ES256","kid":"e"})", payload)));
  const auto evil = signer::ec();
  for (const auto& member : {R"("jwk":)" + evil.jwk("e"), std::string(R"("jku":"https://evil.test/jwks")"),
                             std::string(R"("x5u":"https://evil.test/x")"), std::string(R"("x5c":["MIIB"])")}) {
    INFO(member);
    CHECK_FALSE(b.accepts(make_token(evil, R"({"alg":"ES256","kid":"e",)" + member + "}", payload)));
    CHECK_FALSE(b.accepts(make_token(ec_signer(), R"({"alg":"ES256","kid":"e",)" + member + "}", payload)));
  }
  for (const std::string kid : {"../../../dev/null", "e' OR '1'='1", "e\\u0000", "https://evil.test/key", "/etc/passwd",
                                "e ", "E", "file:///dev/null"}) {
    INFO(kid);
    CHECK_FALSE(b.accepts(make_token(evil, R"({"alg":"ES256","kid":")" + kid + "\"}", payload)));
    CHECK_FALSE(b.accepts(make_token(signer::shared_secret(""), R"({"alg":"HS256","kid":")" + kid + "\"}", payload)));
  }
  // An iss of the sender's choice is not asked for its keys either.
  const auto foreign = R"({"iss":"https://evil.test","sub":"admin","exp":)" + std::to_string(test_time + 60) + "}";
  CHECK_FALSE(b.accepts(make_token(evil, R"({"alg":"ES256"})", foreign)));
  for (const auto& url : b.urls) CHECK(url == "https://issuer.test/jwks");
}

TEST_CASE("rfc8725 2.5: keys off their curve never become keys") {
  jwks_bench b(R"({"kty":"EC","crv":"P-256","kid":"z","x":")" + std::string(43, 'A') + R"(","y":")" +
                   std::string(43, 'A') + "\"}",
               {"ES256"});
  CHECK_FALSE(b.accepts(make_token(ec_signer(), R"({"alg":"ES256","kid":"z"})", payload)));
}

TEST_CASE("rfc8725 3.11: tokens of another kind, and tokens in tokens") {
  authenticator_bench b({issuer_with(ec_signer(), {"ES256"})});
  const auto inner = make_token(ec_signer(), R"({"alg":"ES256","typ":"JWT"})", payload);
  REQUIRE(b.verify(inner).has_value());
  for (const std::string typ : {"secevent+jwt", "logout+jwt", "dpop+jwt", "at+jwt", "id_token", "JWE"}) {
    INFO(typ);
    CHECK_FALSE(b.verify(make_token(ec_signer(), R"({"alg":"ES256","typ":")" + typ + "\"}", payload)).has_value());
  }
  CHECK_FALSE(b.verify(make_token(ec_signer(), R"({"alg":"ES256","cty":"JWT"})", inner)).has_value());
  CHECK_FALSE(b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", inner)).has_value());
  CHECK_FALSE(b.verify(make_token(ec_signer(), R"({"alg":"ES256"})", "\"" + inner + "\"")).has_value());
  // Encrypted tokens have five parts.
  CHECK_FALSE(b.verify(base64url_encode(R"({"alg":"dir","enc":"A128GCM"})") + "..AAAA.AAAA.AAAA").has_value());
}

TEST_CASE("rfc8725 2.3 and RFC 7515 4.1.11: critical extensions and detached payloads") {
  authenticator_bench b({issuer_with(ec_signer(), {"ES256"})});
  for (const std::string header :
       {R"({"alg":"ES256","crit":["exp"],"exp":1})", R"({"alg":"ES256","crit":["b64"],"b64":false})",
        R"({"alg":"ES256","b64":false})", R"({"alg":"ES256","crit":[]})", R"({"alg":"ES256","zip":"DEF"})"}) {
    INFO(header);
    CHECK_FALSE(b.verify(make_token(ec_signer(), header, payload)).has_value());
  }
  // RFC 7797: the payload as it is, not encoded.
  const auto raw = base64url_encode(R"({"alg":"ES256","b64":false,"crit":["b64"]})") + "." + payload;
  CHECK_FALSE(b.verify(raw + "." + base64url_encode(ec_signer().sign(raw))).has_value());
}
