#include "auth/origin_policy.hpp"

#include "support/show_result.hpp"

#include <catch2/catch.hpp>

using switchboard::auth::origin_policy;

namespace {

origin_policy policy_of(const std::vector<std::string>& allowed) {
  auto policy = origin_policy::make(allowed);
  REQUIRE(policy.has_value());
  return std::move(*policy);
}

}  // namespace

TEST_CASE("origins: an empty list allows nobody") {
  CHECK_FALSE(origin_policy().allows("https://app.example.com"));
  CHECK_FALSE(origin_policy().allows(""));
}

TEST_CASE("origins: scheme, host and port match whole") {
  const auto policy = policy_of({"https://app.example.com", "http://localhost:3000", "http://[::1]:8080"});
  CHECK(policy.allows("https://app.example.com"));
  CHECK(policy.allows("http://localhost:3000"));
  CHECK(policy.allows("http://[::1]:8080"));
  for (const std::string origin : {"http://app.example.com",
                                   "https://app.example.com:444",
                                   "https://app.example.com:443",
                                   "https://app.example.com.evil.test",
                                   "https://evil-app.example.com",
                                   "https://evilapp.example.com",
                                   "https://app.example.com@evil.test",
                                   "https://example.com",
                                   "https://sub.app.example.com",
                                   "https://app.example.com/",
                                   "https://app.example.com/x",
                                   "HTTPS://APP.EXAMPLE.COM",
                                   "https://app.example.com ",
                                   " https://app.example.com",
                                   "https://app.example.com, https://evil.test",
                                   "app.example.com",
                                   "https://app.example.com\\evil",
                                   "http://localhost:30000",
                                   "http://localhost",
                                   "http://localhost:3000#",
                                   "null",
                                   "",
                                   "*",
                                   "file://",
                                   "https://"}) {
    INFO(origin);
    CHECK_FALSE(policy.allows(origin));
  }
  CHECK_FALSE(policy.allows(std::string("https://app.example.com\0", 24)));
}

TEST_CASE("origins: the list is normalised to what browsers send") {
  CHECK(policy_of({"HTTPS://App.Example.COM/"}).allows("https://app.example.com"));
  CHECK(policy_of({"https://a.test:443"}).allows("https://a.test"));
  CHECK(policy_of({"http://a.test:80"}).allows("http://a.test"));
  CHECK(policy_of({"http://a.test:0443"}).allows("http://a.test:443"));
  CHECK(policy_of({"http://a.test:443"}).allows("http://a.test:443"));
}

TEST_CASE("origins: what is no origin stops the start") {
  for (const std::string text : {"*",
                                 "null",
                                 "",
                                 "a.test",
                                 "https://*.a.test",
                                 "https://a.test/path",
                                 "https://a.test//",
                                 "https://u:p@a.test",
                                 "ftp://a.test",
                                 "https://",
                                 "https://a.test:0",
                                 "https://a.test:65536",
                                 "https://a.test:",
                                 "https://a.test:8x",
                                 "https://[::1",
                                 "https://[]",
                                 "https://a test",
                                 "https://a.test?x",
                                 "https://\xc3\xa9.test",
                                 "javascript:x"}) {
    INFO(text);
    CHECK_FALSE(origin_policy::make({text}).has_value());
  }
}
