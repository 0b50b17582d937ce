#include "wire/utf8.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;

TEST_CASE("utf8: takes every length of sequence at its bounds") {
  for (const auto* text :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
        "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "Gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80"}) {
    INFO(text);
    CHECK(wire::is_utf8(text));
  }
}

TEST_CASE("utf8: refuses truncated, overlong and surrogate sequences and what lies beyond U+10FFFF") {
  for (const auto* text : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe2\x82",
                           "\xe2\x82\x41", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98",
                           "\xf0\x9f\x98\x41", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe", "a\xc3"}) {
    INFO(text);
    CHECK_FALSE(wire::is_utf8(text));
  }
}
