#include "wire/cookie_jar.hpp"

#include "wire/base64url.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using tokens = std::vector<std::string>;

namespace {

tokens of(const std::string& header) {
  return wire::session_tokens({header});
}

const std::string session = R"({"access_token":"aaa.bbb.ccc","refresh_token":"r","user":{"id":"u","name":"Zoë {}"}})";

std::string percent(const std::string& text) {
  const std::string hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isalnum(u) != 0 || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out += '%';
      out += hex[u >> 4U];
      out += hex[u & 15U];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("cookies: names and values as browsers send them") {
  const auto pairs = wire::parse_cookies(R"(a=1; b="two";c=x=y; =nameless; noequals;d=;  e = spaced	;f="half)");
  const std::vector<wire::cookie> expected{{"a", "1"}, {"b", "two"},    {"c", "x=y"},
                                           {"d", ""},  {"e", "spaced"}, {"f", "\"half"}};
  CHECK(pairs == expected);
  CHECK(wire::parse_cookies("").empty());
  CHECK(wire::parse_cookies(";;; ; ").empty());
}

TEST_CASE("cookies: a request with none has no token") {
  CHECK(wire::session_tokens({}).empty());
  CHECK(of("").empty());
  CHECK(of("theme=dark; _ga=GA1.2.3").empty());
}

TEST_CASE("cookies: Supabase's session whole, raw, percent-encoded and base64url") {
  const tokens expected{"aaa.bbb.ccc"};
  CHECK(of("sb-abcd-auth-token=" + percent(session)) == expected);
  CHECK(of("sb-abcd-auth-token=base64-" + wire::base64url_encode(session)) == expected);
  CHECK(of("x=1; sb-127-auth-token=base64-" + wire::base64url_encode(session) + "; y=2") == expected);
  // Raw JSON without anything that a Cookie header gives a meaning to.
  CHECK(of(R"(sb-abcd-auth-token={"access_token":"aaa.bbb.ccc","expires_in":3600})") == expected);
  CHECK(of("sb-abcd-auth-token=base64-" + wire::base64url_encode(session + " ") + "=") == expected);
}

TEST_CASE("cookies: Supabase's session in chunks, in any order") {
  const tokens expected{"aaa.bbb.ccc"};
  const auto value = "base64-" + wire::base64url_encode(session);
  const auto third = value.size() / 3;
  const auto a = "sb-r-auth-token.0=" + value.substr(0, third);
  const auto b = "sb-r-auth-token.1=" + value.substr(third, third);
  const auto c = "sb-r-auth-token.2=" + value.substr(2 * third);
  CHECK(of(a + "; " + b + "; " + c) == expected);
  CHECK(of(c + ";" + a + ";" + b) == expected);
  CHECK(wire::session_tokens({a, c, b}) == expected);
  CHECK(of(a + "; " + c).empty());
  CHECK(of(b + "; " + c).empty());
  CHECK(of(a + "; " + b).empty());
}

TEST_CASE("cookies: chunks of raw JSON are decoded one by one and joined") {
  const auto cut = session.find("Zo");
  CHECK(of("sb-r-auth-token.0=" + percent(session.substr(0, cut)) +
           "; sb-r-auth-token.1=" + percent(session.substr(cut))) == tokens{"aaa.bbb.ccc"});
}

TEST_CASE("cookies: twelve chunks and more are joined by number, not by spelling") {
  const auto value = percent(R"({"access_token":")" + std::string(4000, 'x') + "\"}");
  std::string header;
  const std::size_t chunk = 300;
  for (std::size_t i = 0; i * chunk < value.size(); ++i)
    header += "sb-r-auth-token." + std::to_string(i) + "=" + value.substr(i * chunk, chunk) + "; ";
  REQUIRE(header.find("auth-token.13=") != std::string::npos);
  CHECK(of(header) == tokens{std::string(4000, 'x')});
  CHECK(of("sb-r-auth-token.00=" + value).empty());
  CHECK(of("sb-r-auth-token.+0=" + value).empty());
  CHECK(of("sb-r-auth-token.-1=" + value).empty());
  CHECK(of("sb-r-auth-token.99999999999999999999=" + value).empty());
}

TEST_CASE("cookies: a whole session comes before old chunks, and both are candidates") {
  const auto value = [](const std::string& token) {
    return "base64-" + wire::base64url_encode(R"({"access_token":")" + token + "\"}");
  };
  CHECK(of("sb-r-auth-token.0=" + value("old") + "; sb-r-auth-token=" + value("new")) == tokens{"new", "old"});
  CHECK(of("sb-r-auth-token=" + value("one") + "; sb-r-auth-token=" + value("two")) == tokens{"one", "two"});
  CHECK(of("sb-r-auth-token=" + value("one") + "; sb-q-auth-token=" + value("one")) == tokens{"one"});
}

TEST_CASE("cookies: what only looks like a Supabase session is skipped") {
  const auto value = percent(session);
  for (const std::string name :
       {"sb-auth-token", "sb--auth-token-code-verifier", "sb-r-auth-token-user", "sb-r-auth-token-code-verifier",
        "xsb-r-auth-token", "SB-r-auth-token", "sb-r-auth-token.", "sb-r-auth-token.x", "sb-r-auth-token.0.0",
        "supabase-auth-token"}) {
    INFO(name);
    CHECK(of(name + "=" + value).empty());
  }
  for (const std::string text :
       {"", "base64-", "base64-!!!", "null", "[]", "{}", "[\"a\",\"b\"]", "{\"access_token\":7}",
        "{\"access_token\":null}", "{\"access_token\":\"\"}", "{\"access_token\":\"a\",\"access_token\":\"b\"}", "%7B",
        "%", "%zz", "{\"access_token\""}) {
    INFO(text);
    CHECK(of("sb-r-auth-token=" + text).empty());
    CHECK(of("sb-r-auth-token=base64-" + wire::base64url_encode(text)).empty());
  }
}

TEST_CASE("cookies: Clerk's session, the suffixed one first") {
  CHECK(of("__session=a.b.c") == tokens{"a.b.c"});
  CHECK(of("__session=a.b.c; __session_Xy12-_8z=d.e.f; __client_uat=1") == tokens{"d.e.f", "a.b.c"});
  CHECK(of("__session=a.b.c; __session_Xy12=a.b.c") == tokens{"a.b.c"});
  for (const std::string name : {"__sessions", "__session-x", "__Session", "session", "__session_", "x__session"}) {
    INFO(name);
    CHECK(of(name + "=a.b.c").empty());
  }
  CHECK(of("__session=").empty());
}

TEST_CASE("cookies: Supabase's come before Clerk's") {
  CHECK(of("__session=a.b.c; sb-r-auth-token=" + percent(session)) == tokens{"aaa.bbb.ccc", "a.b.c"});
}

TEST_CASE("cookies: hostile headers stay cheap") {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "__session_" + std::to_string(i) + "=t" + std::to_string(i) + ";";
  CHECK(of(many).size() == wire::max_session_tokens);
  CHECK(wire::parse_cookies(many).size() == wire::max_cookies);
  CHECK(of("__session=" + std::string(8193, 'a')).empty());
  CHECK(of("sb-r-auth-token=" + std::string(30000, '[')).empty());
  const auto deep = "{\"access_token\":\"a\",\"x\":" + std::string(100, '[') + std::string(100, ']') + "}";
  CHECK(of("sb-r-auth-token=" + deep).empty());
  CHECK(of(std::string(32768, ';')).empty());
  CHECK(of(std::string(32768, '=')).empty());
}
