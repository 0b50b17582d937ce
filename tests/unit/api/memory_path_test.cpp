#include "api/memory_path.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace switchboard;

TEST_CASE("memory_path: a path of names is good") {
  for (const auto* path : {"/a", "/memories/users/drew.md", "/...", "/.hidden", "/Zo\u00eb \u00c5.md", "/a.."}) {
    INFO(path);
    CHECK_FALSE(api::fault_of_memory_path(path));
  }
  CHECK_FALSE(api::fault_of_memory_path("/" + std::string(254, 'x')));
}

TEST_CASE("memory_path: what leads elsewhere, nowhere or astray is not") {
  for (const auto* path : {"", "/", "a/b", "//", "/a//b", "/a/", "/.", "/..", "/a/../b", "/a/./b", "/a\nb", "/a\x7f",
                           "/\u0085", "/\u202e", "/\u2066", "/\ufeff"}) {
    INFO(path);
    CHECK(api::fault_of_memory_path(path));
  }
  CHECK(api::fault_of_memory_path("/" + std::string(255, 'x')));
}
