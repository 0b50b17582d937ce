#include "auth/profile_cache.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace switchboard;
using auth::profile_cache;

namespace {

auth::profile named(const std::string& name) {
  auth::profile out;
  out.id = core::user_id::random();
  out.name = name;
  return out;
}

}  // namespace

TEST_CASE("profile cache: remembers for its age and no longer") {
  profile_cache cache(10, 60s);
  const auto now = profile_cache::time_point{} + 1h;
  cache.put("iss", "ada", named("Ada"), now);
  REQUIRE(cache.find("iss", "ada", now + 59s));
  CHECK(cache.find("iss", "ada", now + 59s)->name == "Ada");
  CHECK_FALSE(cache.find("iss", "ada", now + 60s));
  CHECK(cache.size() == 0);
}

TEST_CASE("profile cache: issuer and subject are a pair, not one text") {
  profile_cache cache(10, 60s);
  const auto now = profile_cache::time_point{} + 1h;
  cache.put("a", "bc", named("one"), now);
  cache.put("ab", "c", named("two"), now);
  CHECK(cache.find("a", "bc", now)->name == "one");
  CHECK(cache.find("ab", "c", now)->name == "two");
  CHECK_FALSE(cache.find("abc", "", now));
  cache.erase("a", "bc");
  CHECK_FALSE(cache.find("a", "bc", now));
  CHECK(cache.find("ab", "c", now));
}

TEST_CASE("profile cache: is bounded") {
  profile_cache cache(5, 60s);
  const auto now = profile_cache::time_point{} + 1h;
  for (int i = 0; i < 100; ++i) cache.put("iss", std::to_string(i), named("x"), now);
  CHECK(cache.size() == 5);
  CHECK(cache.find("iss", "99", now));
}
