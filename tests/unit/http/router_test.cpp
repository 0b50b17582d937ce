#include "http/router.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace switchboard;
using namespace switchboard::http;

namespace {

rt::task<response> nothing(request&) {
  co_return response{};
}

router make_router() {
  router r;
  r.add("GET", "/", nothing);
  r.add("GET", "/api/agents", nothing);
  r.add("POST", "/api/agents", nothing);
  r.add("GET", "/api/agents/{id}", nothing);
  r.add("POST", "/api/agents/{agent}/hire", nothing);
  r.add("POST", "/api/agents/new", nothing);
  r.add("POST", "/api/agent-runs/{runId}/approvals/{approvalId}", nothing);
  return r;
}

using pairs = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("router: finds a route and its parameters") {
  const auto r = make_router();
  CHECK(r.match("GET", "/").pattern == "/");
  CHECK(r.match("GET", "/api/agents").pattern == "/api/agents");
  const auto one = r.match("GET", "/api/agents/42");
  REQUIRE(one.found != nullptr);
  CHECK(one.pattern == "/api/agents/{id}");
  CHECK(one.params == pairs{{"id", "42"}});
  CHECK(r.match("POST", "/api/agents/42/hire").params == pairs{{"agent", "42"}});
  CHECK(r.match("POST", "/api/agent-runs/a/approvals/b").params == pairs{{"runId", "a"}, {"approvalId", "b"}});
}

TEST_CASE("router: exact segments come before parameters, for the methods that they have") {
  const auto r = make_router();
  CHECK(r.match("POST", "/api/agents/new").pattern == "/api/agents/new");
  CHECK(r.match("GET", "/api/agents/new").pattern == "/api/agents/{id}");
  CHECK(r.match("POST", "/api/agents/new/hire").params == pairs{{"agent", "new"}});
}

TEST_CASE("router: a path without the method says which it has") {
  const auto r = make_router();
  const auto got = r.match("DELETE", "/api/agents");
  CHECK(got.found == nullptr);
  CHECK(got.allowed == std::vector<std::string>{"GET", "POST"});
  CHECK(r.match("DELETE", "/api/agents/new").allowed == std::vector<std::string>{"POST", "GET"});
  CHECK(r.match("GET", "/api/agents").allowed.empty());
}

TEST_CASE("router: an unknown path has nothing") {
  const auto r = make_router();
  for (const auto* path :
       {"", "*", "/api", "/api/agents/", "/api//agents", "/api/agents//hire", "/API/agents", "/api/agents/1/2", "//"}) {
    INFO(path);
    const auto got = r.match("GET", path);
    CHECK(got.found == nullptr);
    CHECK(got.allowed.empty());
  }
}

TEST_CASE("router: refuses a second handler and a pattern without a slash") {
  auto r = make_router();
  CHECK_THROWS_AS(r.add("GET", "/api/agents", nothing), std::logic_error);
  CHECK_THROWS_AS(r.add("GET", "/api/agents/{other}", nothing), std::logic_error);
  CHECK_THROWS_AS(r.add("GET", "api", nothing), std::logic_error);
  CHECK(r.routes().size() == 7);
}
