#include "auth/authenticator.hpp"

#include "support/show_result.hpp"
#include "unit/auth/authenticator_bench.hpp"
#include "wire/base64url.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::test;
using auth::credential_kind;
using auth::credentials;
using core::errc;

namespace {

std::string token_of(const std::string& subject, long long life = 3600) {
  return make_token(ec_signer(), R"({"alg":"ES256","typ":"JWT"})",
                    R"({"iss":"https://issuer.test","sub":")" + subject + R"(","email":")" + subject +
                        R"(@x.test","exp":)" + std::to_string(test_time + life) + "}");
}

std::string clerk(const std::string& token) {
  return "theme=dark; __session=" + token;
}

std::string supabase(const std::string& token) {
  return "sb-ref-auth-token=base64-" + wire::base64url_encode(R"({"access_token":")" + token + "\"}");
}

credentials bearer(const std::string& token, const std::string& method = "GET") {
  return {method, {"Bearer " + token}, {}, {}};
}

credentials cookie(const std::string& header, const std::string& method = "GET", std::vector<std::string> origin = {}) {
  return {method, {}, {header}, std::move(origin)};
}

authenticator_bench bench() {
  return authenticator_bench({issuer_with(ec_signer(), {"ES256"})});
}

}  // namespace

TEST_CASE("authenticator: a Bearer token makes a tenant context") {
  auto b = bench();
  const auto who = b.ask(bearer(token_of("ada")));
  REQUIRE(who.has_value());
  CHECK(who->kind == credential_kind::bearer);
  CHECK(who->context.user().email == "ada@x.test");
  CHECK(who->expires == std::chrono::system_clock::time_point(std::chrono::seconds(test_time + 3600)));
}

TEST_CASE("authenticator: session cookies of both vendors") {
  auto b = bench();
  for (const auto& header : {clerk(token_of("ada")), supabase(token_of("ada"))}) {
    const auto who = b.ask(cookie(header));
    REQUIRE(who.has_value());
    CHECK(who->kind == credential_kind::cookie);
    CHECK(who->context.user().email == "ada@x.test");
  }
}

TEST_CASE("authenticator: the first cookie that verifies, in order") {
  auto b = bench();
  const auto expired = token_of("old", -60);
  CHECK(b.ask(cookie(supabase(expired) + "; " + clerk(token_of("ada"))))->context.user().email == "ada@x.test");
  CHECK(b.ask(cookie(clerk(token_of("eve")) + "; " + supabase(token_of("ada"))))->context.user().email == "ada@x.test");
  CHECK(b.ask(cookie("__session=junk; __session_abc=" + token_of("ada")))->context.user().email == "ada@x.test");
}

TEST_CASE("authenticator: nothing, or nothing that verifies, is 401 that says nothing") {
  auto b = bench();
  const auto plain = core::make_error(errc::unauthenticated).message;
  for (const auto& from : {credentials{"GET", {}, {}, {}}, cookie(clerk("junk")), cookie(clerk(token_of("ada", -60))),
                           bearer("junk"), bearer(token_of("ada", -60)), cookie("theme=dark")}) {
    const auto refusal = b.ask(from);
    REQUIRE_FALSE(refusal.has_value());
    CHECK(refusal.error().code == errc::unauthenticated);
    CHECK(refusal.error().message == plain);
    CHECK_FALSE(refusal.error().detail.empty());
    CHECK(refusal.error().detail.find("eyJ") == std::string::npos);
  }
  CHECK(b.directory.asked == 0);
}

TEST_CASE("authenticator: an Authorization header that does not verify is 401 whatever the cookies say") {
  auto b = bench();
  const auto good = token_of("ada");
  const std::vector<std::string> headers{"",
                                         "Bearer",
                                         "Bearer ",
                                         "Bearer junk",
                                         "Basic YWRhOnB3",
                                         "bearer\t" + good,
                                         good,
                                         "Token " + good,
                                         "Bearer " + good + " x",
                                         "Bearer " + good + ",",
                                         "Bearer " + token_of("ada", -60),
                                         "BearerX " + good};
  for (const auto& header : headers) {
    INFO(header);
    auto from = cookie(clerk(good));
    from.authorization = {header};
    const auto refusal = b.ask(from);
    REQUIRE_FALSE(refusal.has_value());
    CHECK(refusal.error().code == errc::unauthenticated);
  }
  auto twice = cookie(clerk(good));
  twice.authorization = {"Bearer " + good, "Bearer " + good};
  CHECK_FALSE(b.ask(twice).has_value());
}

TEST_CASE("authenticator: the scheme's case and spaces do not matter") {
  auto b = bench();
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER ", "Bearer   "}) {
    INFO(scheme);
    CHECK(b.ask({"GET", {scheme + token_of("ada")}, {}, {}}).has_value());
  }
}

TEST_CASE("authenticator: where both verify they name the same user") {
  auto b = bench();
  auto both = cookie(clerk(token_of("ada")));
  both.authorization = {"Bearer " + token_of("ada", 1800)};
  const auto same = b.ask(both);
  REQUIRE(same.has_value());
  CHECK(same->kind == credential_kind::cookie);
  both.authorization = {"Bearer " + token_of("eve")};
  const auto different = b.ask(both);
  REQUIRE_FALSE(different.has_value());
  CHECK(different.error().code == errc::unauthenticated);
  both.cookie = {clerk(token_of("ada", -60))};
  both.authorization = {"Bearer " + token_of("eve")};
  const auto only_bearer = b.ask(both);
  REQUIRE(only_bearer.has_value());
  CHECK(only_bearer->kind == credential_kind::bearer);
}

TEST_CASE("authenticator: a cookie that changes state needs an allowed Origin") {
  auto b = bench();
  const auto header = clerk(token_of("ada"));
  for (const std::string method : {"POST", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "get"}) {
    INFO(method);
    CHECK(b.ask(cookie(header, method, {"https://app.test"})).has_value());
    const std::vector<std::vector<std::string>> origins{{},
                                                        {""},
                                                        {"null"},
                                                        {"https://evil.test"},
                                                        {"https://app.test.evil"},
                                                        {"https://app.test", "https://evil.test"},
                                                        {"https://app.test", "https://app.test"}};
    for (const auto& origin : origins) {
      const auto refusal = b.ask(cookie(header, method, origin));
      REQUIRE_FALSE(refusal.has_value());
      CHECK(refusal.error().code == errc::origin_not_allowed);
    }
  }
  for (const std::string method : {"GET", "HEAD", "OPTIONS"}) CHECK(b.ask(cookie(header, method)).has_value());
}

TEST_CASE("authenticator: a Bearer token needs no Origin, a bad cookie is 401 before 403") {
  auto b = bench();
  CHECK(b.ask(bearer(token_of("ada"), "POST")).has_value());
  CHECK(b.ask(cookie(clerk("junk"), "POST")).error().code == errc::unauthenticated);
}

TEST_CASE("authenticator: a request from a strange origin creates no profile") {
  auto b = bench();
  CHECK_FALSE(b.ask(cookie(clerk(token_of("ada")), "POST", {"https://evil.test"})).has_value());
  CHECK(b.directory.asked == 0);
}

TEST_CASE("authenticator: profiles are asked for once, and again when forgotten") {
  auto b = bench();
  const auto first = b.ask(bearer(token_of("ada")));
  const auto second = b.ask(bearer(token_of("ada", 1800)));
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(first->context.user_id() == second->context.user_id());
  CHECK(b.directory.asked == 1);
  CHECK(b.ask(bearer(token_of("eve")))->context.user_id() != first->context.user_id());
  CHECK(b.directory.asked == 2);
  b.gate->forget("https://issuer.test", "ada");
  CHECK(b.ask(bearer(token_of("ada"))).has_value());
  CHECK(b.directory.asked == 3);
}

TEST_CASE("authenticator: what the profile directory says is passed on, and not remembered") {
  auto b = bench();
  b.directory.failure = core::make_error(errc::database_unavailable);
  CHECK(b.ask(bearer(token_of("ada"))).error().code == errc::database_unavailable);
  b.directory.failure = core::make_error(errc::unauthenticated);
  CHECK(b.ask(bearer(token_of("ada"))).error().code == errc::unauthenticated);
  b.directory.failure.reset();
  CHECK(b.ask(bearer(token_of("ada"))).has_value());
}

TEST_CASE("authenticator: a cached token ends with its exp") {
  auto b = bench();
  const auto token = token_of("ada", 60);
  CHECK(b.ask(bearer(token)).has_value());
  b.now += 69;
  CHECK(b.ask(bearer(token)).has_value());
  b.now += 1;
  CHECK(b.ask(bearer(token)).error().code == errc::unauthenticated);
  b.now = test_time;
  CHECK(b.ask(bearer(token)).has_value());
}

TEST_CASE("authenticator: one iss may have two kinds of keys, as Supabase has") {
  const std::string secret(40, 's');
  auto modern = issuer_with(ec_signer(), {"ES256"});
  auto legacy = modern;
  legacy.algorithms = {"HS256"};
  legacy.pem.clear();
  legacy.secret = core::secret_string(secret);
  authenticator_bench b({modern, legacy});
  CHECK(b.verify(token_of("ada")).has_value());
  CHECK(b.verify(make_token(signer::shared_secret(secret), R"({"alg":"HS256","kid":"k"})", payload_at(test_time)))
            .has_value());
  CHECK_FALSE(
      b.verify(make_token(signer::shared_secret(std::string(40, 't')), R"({"alg":"HS256"})", payload_at(test_time)))
          .has_value());
}

TEST_CASE("authenticator: the same subject of two issuers is two users") {
  auto one = issuer_with(ec_signer(), {"ES256"});
  auto two = issuer_with(rsa_signer(), {"RS256"});
  two.iss = "https://other.test";
  authenticator_bench b({one, two});
  const auto here = b.ask(bearer(token_of("ada")));
  const auto payload =
      R"({"iss":"https://other.test","sub":"ada","email":"a@o.test","exp":)" + std::to_string(test_time + 60) + "}";
  const auto there = b.ask(bearer(make_token(rsa_signer(), R"({"alg":"RS256"})", payload)));
  REQUIRE(here.has_value());
  REQUIRE(there.has_value());
  CHECK(here->context.user_id() != there->context.user_id());
  auto both = cookie(clerk(token_of("ada")));
  both.authorization = {"Bearer " + make_token(rsa_signer(), R"({"alg":"RS256"})", payload)};
  CHECK_FALSE(b.ask(both).has_value());
}
