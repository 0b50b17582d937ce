#include "auth/claims.hpp"

#include "support/show_result.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace std::chrono_literals;
using auth::claim_time;
using auth::parse_claims;

namespace {

// A payload with a subject, an expiry and more.
std::string payload(const std::string& more) {
  return R"({"sub":"u","exp":2000000000)" + (more.empty() ? "" : "," + more) + "}";
}

bool refused(const std::string& text) {
  const auto read = parse_claims(text);
  if (read.has_value()) return false;
  CHECK(read.error().code == core::errc::unauthenticated);
  CHECK(read.error().message == core::make_error(core::errc::unauthenticated).message);
  CHECK_FALSE(read.error().detail.empty());
  return true;
}

claim_time at(std::int64_t ms) {
  return claim_time(std::chrono::milliseconds(ms));
}

}  // namespace

TEST_CASE("claims: reads the registered ones") {
  const auto read = parse_claims(
      R"({"iss":"i","sub":"u","aud":["a","b"],"azp":"p","role":"authenticated","exp":2000000000,"nbf":1,"iat":2,"email":"ada@example.com"})");
  REQUIRE(read.has_value());
  CHECK(read->issuer == "i");
  CHECK(read->subject == "u");
  CHECK(read->audience == std::vector<std::string>{"a", "b"});
  CHECK(read->authorized_party == "p");
  CHECK(read->roles == std::vector<std::string>{"authenticated"});
  CHECK(read->expires == at(2000000000000));
  CHECK(read->not_before == at(1000));
  CHECK(read->issued_at == at(2000));
  CHECK(read->email == "ada@example.com");
}

TEST_CASE("claims: a subject is a text of 1 to 255 bytes") {
  for (const std::string sub : {"\"\"", "null", "7", "true", "[\"u\"]", "{\"id\":\"u\"}"}) {
    INFO(sub);
    CHECK(refused(R"({"exp":2000000000,"sub":)" + sub + "}"));
  }
  CHECK(refused(R"({"exp":2000000000})"));
  CHECK(parse_claims(R"({"exp":2000000000,"sub":")" + std::string(255, 'u') + "\"}").has_value());
  CHECK(refused(R"({"exp":2000000000,"sub":")" + std::string(256, 'u') + "\"}"));
  CHECK(refused(R"({"exp":2000000000,"sub":"u\u0000admin"})"));
}

TEST_CASE("claims: exp is required, and every time is a number that means a time") {
  CHECK(refused(R"({"sub":"u"})"));
  for (const std::string name : {"exp", "nbf", "iat"}) {
    for (const std::string value :
         {"\"2000000000\"", "null", "true", "[2000000000]", "{}", "-1", "-0.5", "-1e300", "1e300", "253402300800",
          "99999999999999999999", "18446744073709551615", "9223372036854775808", "\"\""}) {
      INFO(name << " " << value);
      const auto rest = name == "exp" ? std::string() : R"(,"exp":2000000000)";
      CHECK(refused(R"({"sub":"u",")" + name + "\":" + value + rest + "}"));
    }
  }
}

TEST_CASE("claims: fractions of a second shorten a token's life, never lengthen it") {
  CHECK(parse_claims(R"({"sub":"u","exp":1000.0009})")->expires == at(1000000));
  CHECK(parse_claims(R"({"sub":"u","exp":1000.9999})")->expires == at(1000999));
  CHECK(parse_claims(R"({"sub":"u","exp":1e9})")->expires == at(1000000000000));
  CHECK(parse_claims(payload(R"("nbf":1000.0001)"))->not_before == at(1000001));
  CHECK(parse_claims(R"({"sub":"u","exp":253402300799})").has_value());
  CHECK(parse_claims(R"({"sub":"u","exp":0})")->expires == at(0));
}

TEST_CASE("claims: a claim of the wrong type refuses the token") {
  for (const std::string more :
       {R"("iss":7)", R"("iss":null)", R"("iss":["i"])", R"("aud":7)", R"("aud":null)", R"("aud":[7])",
        R"("aud":["a",null])", R"("aud":{"a":1})", R"("azp":7)", R"("azp":null)", R"("azp":["p"])"}) {
    INFO(more);
    CHECK(refused(payload(more)));
  }
  std::string many = "\"a\"";
  for (int i = 0; i < 64; ++i) many += ",\"a\"";
  CHECK(refused(payload("\"aud\":[" + many + "]")));
}

TEST_CASE("claims: roles are found in whatever shape") {
  CHECK(parse_claims(payload(R"("role":"anon")"))->roles == std::vector<std::string>{"anon"});
  CHECK(parse_claims(payload(R"("role":[7,"a",["b"]])"))->roles == std::vector<std::string>{"a", "b"});
  CHECK(parse_claims(payload(R"("role":{"x":"a"})"))->roles.empty());
}

TEST_CASE("claims: names come from either vendor, and unusable ones are left out") {
  CHECK(parse_claims(payload(R"("name":"Ada")"))->name == "Ada");
  CHECK(parse_claims(payload(R"("user_metadata":{"full_name":"Ada L","name":"ada"})"))->name == "Ada L");
  CHECK(parse_claims(payload(R"("user_metadata":{"name":"ada"})"))->name == "ada");
  CHECK(parse_claims(payload(R"("name":"Own","user_metadata":{"name":"ada"})"))->name == "Own");
  CHECK(parse_claims(payload(R"("name":"a\nb")"))->name.empty());
  CHECK(parse_claims(payload(R"("name":7,"user_metadata":"x","email":["a"])"))->name.empty());
  CHECK(parse_claims(payload(R"("email":")" + std::string(321, 'e') + "\""))->email.empty());
  CHECK(parse_claims(payload(R"("name":"Zo\u00eb")"))->name == "Zo\xc3\xab");
}

TEST_CASE("claims: refuses a payload that is no plain JSON object") {
  for (const std::string text : {"", "null", "[]", "\"text\"", "7", "{",
                                 R"({"sub":"u","exp":1} )"
                                 "x",
                                 R"({"sub":"u","sub":"v","exp":2000000000})", R"({"exp":1,"sub":"u","exp":2000000000})",
                                 R"({"sub":"u","e\u0078p":1,"exp":2000000000})", " {\"sub\":\"u\",\"exp\":2000000000}",
                                 "\xef\xbb\xbf{\"sub\":\"u\",\"exp\":2000000000}", "eyJhbGciOiJub25lIn0.e30.",
                                 "{\"sub\":\"\xff\",\"exp\":2000000000}"}) {
    INFO(text);
    CHECK(refused(text));
  }
  CHECK(refused(std::string("{\"sub\":\"u\",\"exp\":2000000000}\0{}", 32)));
  CHECK(refused(payload("\"x\":" + std::string(5000, '[') + std::string(5000, ']'))));
}
