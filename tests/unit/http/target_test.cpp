#include "http/target.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace std::string_literals;

namespace {

std::string path_of(std::string_view resource) {
  auto got = http::decode_target(resource);
  return got ? got->path : "refused: " + std::string(core::name(got.error().code));
}

using pairs = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("target: decodes a path") {
  CHECK(path_of("/") == "/");
  CHECK(path_of("*") == "*");
  CHECK(path_of("/a%20b/%C3%BC+") == "/a b/\xc3\xbc+");
  CHECK(path_of("/a?b=%2F") == "/a");
  CHECK(path_of("/%25") == "/%");
}

TEST_CASE("target: refuses a path that stands for nothing") {
  for (const auto* bad : {"/%", "/%2", "/%zz", "/%2g", "/a%00b", "/a%2fb", "/a%2Fb", "/%ff", "/%c3", "/%ed%a0%80"}) {
    INFO(bad);
    CHECK(path_of(bad) == "refused: bad_request");
  }
}

TEST_CASE("target: decodes a query as forms encode it, in order") {
  CHECK(http::decode_target("/?a=1&b=&c&=d&&a=2+3%2B%26%3D&e=f=g")->query ==
        pairs{{"a", "1"}, {"b", ""}, {"c", ""}, {"", "d"}, {"a", "2 3+&="}, {"e", "f=g"}});
  CHECK(http::decode_target("/?")->query.empty());
  CHECK(http::decode_target("/a?x=/y%2fz?")->query == pairs{{"x", "/y/z?"}});
}

TEST_CASE("target: refuses a query that stands for nothing") {
  for (const auto* bad : {"/?a=%", "/?%2=a", "/?a=%00", "/?a=1&b=%ff", "/?a=%c3%28", "/?a=%u00e4"}) {
    INFO(bad);
    CHECK(path_of(bad) == "refused: bad_query");
  }
}
