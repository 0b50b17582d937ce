#include "core/redact.hpp"

#include <catch2/catch.hpp>

using switchboard::core::redact;

namespace {

bool shows(const std::string& text, const std::string& secret) {
  return redact(text).find(secret) != std::string::npos;
}

}  // namespace

TEST_CASE("redact: ordinary text stays as it is") {
  for (const std::string text : {"", "hello", R"({"event":"request","path":"/api/agents","status":200})",
                                 "the bearer of news", "https://example.com/a?b=c", "postgres://localhost/db",
                                 "eyJ is how it begins", "mail ada@example.com about http://example.com"}) {
    CHECK(redact(text) == text);
  }
}

TEST_CASE("redact: tokens, wherever they stand") {
  const std::string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl-_x";
  for (const auto& text : {jwt, "token " + jwt + " refused", R"({"t":")" + jwt + R"(","u":")" + jwt + "\"}",
                           "Authorization: Bearer " + jwt, "authorization: bearer " + jwt, "__session=" + jwt + "; a=b",
                           "[" + jwt + "]"}) {
    INFO(text);
    CHECK_FALSE(shows(text, "c2lnbmF0dXJl"));
    CHECK_FALSE(shows(text, "eyJzdWIi"));
    CHECK(redact(text).find("[redacted]") != std::string::npos);
  }
  CHECK(redact("Bearer opaque-token-1234") == "Bearer [redacted]");
  CHECK(redact("a " + jwt + " b") == "a [redacted] b");
}

TEST_CASE("redact: keys of the model's API and Supabase's cookies") {
  CHECK_FALSE(shows("ANTHROPIC_API_KEY=sk-ant-api03-abcdefghijkl", "abcdefghijkl"));
  CHECK_FALSE(shows("sb-x-auth-token=base64-" + std::string(60, 'Q'), std::string(20, 'Q')));
}

TEST_CASE("redact: passwords in URLs") {
  CHECK(redact("postgres://app:hunter2@db:5432/x") == "postgres://app:[redacted]@db:5432/x");
  CHECK(redact(R"({"url":"postgresql://app:hunter2@db/x","other":"https://u:pw@h/"})") ==
        R"({"url":"postgresql://app:[redacted]@db/x","other":"https://u:[redacted]@h/"})");
  CHECK_FALSE(shows("postgres://app:p@ss@word@db/x", "ss@word"));
  CHECK(redact("postgres://app@db/x") == "postgres://app@db/x");
  CHECK(redact("http://127.0.0.1:3002/x@y") == "http://127.0.0.1:3002/x@y");
}

TEST_CASE("redact: values that were registered, but no ordinary words") {
  switchboard::core::register_secret("correct horse battery");
  switchboard::core::register_secret("the");
  switchboard::core::register_secret("");
  CHECK(redact("it is correct horse battery, correct horse battery!") == "it is [redacted], [redacted]!");
  CHECK(redact("the cat") == "the cat");
}
