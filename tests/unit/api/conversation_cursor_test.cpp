#include "api/conversation_cursor.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;

namespace {
constexpr const char* page =
    R"([{"id":"5eed0001-0000-4000-8000-000000000001","updated_at":"2026-11-20T10:00:00.00012+00:00"}])";
constexpr const char* cursor = "1795168800000120.5eed0001-0000-4000-8000-000000000001";
}  // namespace

TEST_CASE("conversation_cursor: a full page links to the next, with the query that it had") {
  http::request req;
  req.path = "/api/agent-conversations";
  req.query = {{"search", "a&b"}, {"offset", "5"}, {"cursor", "old"}, {"limit", "1"}};
  const auto link = api::next_page_link(req, page, 1);
  CHECK(link == "</api/agent-conversations?search=a%26b&limit=1&cursor=" + std::string(cursor) + ">; rel=\"next\"");
  CHECK_FALSE(api::next_page_link(req, page, 2));
  CHECK_FALSE(api::next_page_link(req, "[]", 1));
}

TEST_CASE("conversation_cursor: is read back as it was written, and nothing else is") {
  const auto read = api::parse_cursor(cursor);
  REQUIRE(read);
  CHECK(read->updated_at_us == 1'795'168'800'000'120);
  CHECK(read->id.str() == "5eed0001-0000-4000-8000-000000000001");
  for (const auto* bad :
       {"", ".", "1", "x.5eed0001-0000-4000-8000-000000000001", "1.", "1.x", "-1.5eed0001-0000-4000-8000-000000000001",
        "999999999999999999.5eed0001-0000-4000-8000-000000000001"}) {
    INFO(bad);
    CHECK_FALSE(api::parse_cursor(bad));
  }
}
