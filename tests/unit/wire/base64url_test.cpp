#include "wire/base64url.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using switchboard::wire::base64url_decode;
using switchboard::wire::base64url_encode;

TEST_CASE("base64url: the vectors of RFC 4648, without padding") {
  const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                 {"f", "Zg"},
                                                                 {"fo", "Zm8"},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg"},
                                                                 {"fooba", "Zm9vYmE"},
                                                                 {"foobar", "Zm9vYmFy"},
                                                                 {"\xfb\xff", "-_8"},
                                                                 {std::string("\0\0\0", 3), "AAAA"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(base64url_encode(bytes) == text);
    CHECK(base64url_decode(text) == bytes);
  }
}

TEST_CASE("base64url: every byte sequence comes back") {
  std::mt19937 random(7);
  for (std::size_t length = 0; length < 200; ++length) {
    std::string bytes(length, '\0');
    for (auto& b : bytes) b = static_cast<char>(random() & 0xffU);
    const auto text = base64url_encode(bytes);
    CHECK(text.find_first_of("+/=") == std::string::npos);
    CHECK(base64url_decode(text) == bytes);
  }
}

TEST_CASE("base64url: refuses what is not the one canonical text") {
  for (const std::string text : {"Zg==", "Zg=", "Zm9v=", "Zm8=", " Zg", "Zg ", "Z\ng", "Zm9v\n", "Zm+v", "Zm/v", "Zm.v",
                                 "Z", "Zm9vY", "Zm9vYmFyZ", "Zm9\xc3\xa4", "Zm9v%3D"}) {
    INFO(text);
    CHECK_FALSE(base64url_decode(text));
  }
  CHECK_FALSE(base64url_decode(std::string_view("Zm\0v", 4)));
}

TEST_CASE("base64url: refuses bits that no byte uses") {
  // "Zg" ends in four unused bits, "Zm8" in two: only zero ones are canonical.
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::set<std::string> decoded;
  int accepted = 0;
  for (const char last : alphabet) {
    if (const auto bytes = base64url_decode(std::string("Z") + last)) {
      ++accepted;
      decoded.insert(*bytes);
    }
  }
  CHECK(accepted == 4);
  CHECK(decoded.size() == 4);
  accepted = 0;
  for (const char last : alphabet) accepted += base64url_decode(std::string("Zm") + last) ? 1 : 0;
  CHECK(accepted == 16);
}
