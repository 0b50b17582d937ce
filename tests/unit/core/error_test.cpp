#include "core/error.hpp"

#include "core/result.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace switchboard;
using core::errc;

TEST_CASE("error: every code has a name, a status and a message of its own") {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(errc::closed); ++i) {
    const auto code = static_cast<errc>(i);
    INFO(i);
    CHECK_FALSE(core::name(code).empty());
    names.emplace(core::name(code));
    CHECK(core::http_status(code) >= 400);
    CHECK(core::http_status(code) < 600);
    CHECK(core::make_error(code).code == code);
    CHECK_FALSE(core::make_error(code).message.empty());
  }
  CHECK(names.size() == static_cast<std::size_t>(errc::closed) + 1);
}

TEST_CASE("error: the contract's statuses") {
  const std::vector<std::tuple<errc, std::string, int>> rows{{errc::bad_json, "bad_json", 400},
                                                             {errc::unauthenticated, "unauthenticated", 401},
                                                             {errc::forbidden, "forbidden", 403},
                                                             {errc::origin_not_allowed, "origin_not_allowed", 403},
                                                             {errc::not_found, "not_found", 404},
                                                             {errc::conversation_busy, "conversation_busy", 409},
                                                             {errc::gone, "gone", 410},
                                                             {errc::idempotency_mismatch, "idempotency_mismatch", 422},
                                                             {errc::too_many_streams, "too_many_streams", 429},
                                                             {errc::database_unavailable, "database_unavailable", 503}};
  for (const auto& [code, name, status] : rows) {
    CHECK(core::name(code) == name);
    CHECK(core::http_status(code) == status);
  }
}

TEST_CASE("error: the detail stays out of the public message") {
  const auto e = core::make_internal(errc::unauthenticated, "the signature is wrong");
  CHECK(e.message == core::make_error(errc::unauthenticated).message);
  CHECK(e.detail == "the signature is wrong");
  const auto f = core::make_field_error("name", "is too long");
  CHECK(f.code == errc::invalid_field);
  REQUIRE(f.fields.size() == 1);
  CHECK(f.fields[0].field == "name");
}

TEST_CASE("error: reading the value of a failed result is a bug, and says which") {
  const core::result<int> failed = core::make_internal(errc::internal, "disk on fire");
  CHECK_THROWS_AS(failed.value(), core::bad_result);
  CHECK_THROWS_WITH(failed.value(), Catch::Contains("disk on fire"));
}
