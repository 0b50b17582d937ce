// Our verdict on webhooks against that of svix and standardwebhooks, which signed, spoilt and judged them.
#include "auth/webhook_verifier.hpp"
#include "core/json.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

using namespace switchboard;

TEST_CASE("vendors: webhooks are accepted and refused as by the vendors' code") {
  std::ifstream in(std::string(AUTH_VECTORS_DIR) + "/vectors.jsonl.webhooks");
  REQUIRE(in);
  int accepted = 0;
  int refused = 0;
  for (std::string line; std::getline(in, line);) {
    const auto parsed = core::parse_json(line);
    REQUIRE(parsed.has_value());
    const auto text = [&](const char* key) { return parsed->at(key).get<std::string>(); };
    INFO(text("name"));
    const auto id = text("id");
    const auto timestamp = text("timestamp");
    const auto signature = text("signature");
    const auto now = std::chrono::system_clock::time_point(std::chrono::seconds(parsed->at("now").get<long long>()));
    const auto other = std::string("v1,whsec_b3RoZXIga2V5LCBub3QgdXNlZCBoZXJl|");  // of a sender that rotates
    for (const auto& secrets : {text("secret"), other + "v1," + text("secret")}) {
      const auto verifier = auth::webhook_verifier::make(core::secret_string(secrets));
      REQUIRE(verifier.has_value());
      const auto verdict = verifier->verify({id, timestamp, signature}, text("body"), now);
      CHECK(verdict.has_value() == parsed->at("accepted").get<bool>());
      if (!verdict) CHECK(verdict.error().code == core::errc::unauthenticated);
    }
    ++(parsed->at("accepted").get<bool>() ? accepted : refused);
  }
  CHECK(accepted >= 32);
  CHECK(refused >= 72);
}

TEST_CASE("webhooks: a secret that is none is refused by name, and none at all accepts nothing") {
  for (const auto* bad :
       {"plain", "whsec_", "whsec_c2hvcnQ=", "whsec_not*base64", "v2,whsec_b3RoZXIga2V5LCBub3QgdXNlZCBoZXJl"}) {
    INFO(bad);
    CHECK_FALSE(auth::webhook_verifier::make(core::secret_string(bad)).has_value());
  }
  const auto none = auth::webhook_verifier::make(core::secret_string(""));
  REQUIRE(none.has_value());
  CHECK_FALSE(none->configured());
  const auto now = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
  CHECK_FALSE(none->verify({"m", "1700000000", "v1,"}, "", now).has_value());
}
