// Our verdict against the vendors' own code: make_vectors.mjs had @clerk/backend, jose and @supabase/ssr sign, write
// and judge. What they refuse we refuse; what they accept we accept, but for what the contract refuses by name.
#include "auth/authenticator.hpp"
#include "core/json.hpp"
#include "support/show_result.hpp"
#include "unit/auth/run_task.hpp"
#include "wire/cookie_jar.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

using namespace switchboard;

namespace {

const std::string folder = AUTH_VECTORS_DIR;

std::vector<core::json> read_vectors() {
  std::ifstream in(folder + "/vectors.jsonl");
  REQUIRE(in);
  std::vector<core::json> out;
  for (std::string line; std::getline(in, line);) {
    auto parsed = core::parse_json(line);
    REQUIRE(parsed.has_value());
    out.push_back(std::move(*parsed));
  }
  REQUIRE(out.size() > 300);
  REQUIRE(out.front()["kind"] == "issuers");
  return out;
}

core::issuer_settings settings_of(const core::json& from) {
  core::issuer_settings out;
  out.name = from["name"].get<std::string>();
  out.iss = from["iss"].get<std::string>();
  out.algorithms = from["algorithms"].get<std::vector<std::string>>();
  out.audience = from.value("audience", "");
  out.authorized_parties = from.value("authorizedParties", std::vector<std::string>());
  out.pem = from.value("pem", "");
  out.secret = core::secret_string(from.value("secret", ""));
  if (from.contains("jwks")) {
    out.jwks_file = folder + "/" + out.name + ".jwks.json";
    std::ofstream(out.jwks_file) << core::dump(from["jwks"]);
  }
  return out;
}

class no_profiles final : public auth::profile_directory {
 public:
  rt::task<core::result<auth::profile>> ensure(auth::identity, core::deadline) override { co_return auth::profile{}; }
};

auth::authenticator gate_of(const core::json& head, auth::profile_directory& profiles) {
  std::vector<core::issuer_settings> settings;
  for (const auto& issuer : head["issuers"]) settings.push_back(settings_of(issuer));
  auto issuers = auth::make_issuers(settings, {});
  REQUIRE(issuers.has_value());
  auth::authenticator_options options;
  const auto now = std::chrono::system_clock::time_point(std::chrono::seconds(head["now"].get<long long>()));
  options.now = [now] { return now; };
  return auth::authenticator(std::move(*issuers), profiles, auth::origin_policy(), std::move(options));
}

}  // namespace

TEST_CASE("vendors: tokens are accepted and refused as by the vendors' code") {
  const auto vectors = read_vectors();
  no_profiles profiles;
  auto gate = gate_of(vectors.front(), profiles);
  int accepted = 0;
  int refused = 0;
  for (const auto& vector : vectors) {
    if (vector["kind"] != "token") continue;
    const auto name = vector["name"].get<std::string>();
    INFO(name);
    const bool vendor = vector["accepted"].get<bool>();
    const bool expected = vendor && !vector.contains("contract");
    const auto verdict = switchboard::test::run(
        gate.verify(vector["token"].get<std::string>(), core::deadline::after(std::chrono::seconds(20))));
    INFO((verdict.has_value() ? "" : verdict.error().detail));
    CHECK(verdict.has_value() == expected);
    ++(expected ? accepted : refused);
  }
  CHECK(accepted > 30);
  CHECK(refused > 200);
}

TEST_CASE("vendors: cookies give the token that the vendors' code reads from them") {
  const auto vectors = read_vectors();
  no_profiles profiles;
  auto gate = gate_of(vectors.front(), profiles);
  int with_token = 0;
  for (const auto& vector : vectors) {
    if (vector["kind"] != "cookie") continue;
    const auto name = vector["name"].get<std::string>();
    INFO(name);
    const auto header = vector["header"].get<std::string>();
    const auto tokens = wire::session_tokens({header});
    if (vector["token"].is_null()) {
      CHECK(tokens.empty());
      continue;
    }
    ++with_token;
    CHECK(tokens == std::vector<std::string>{vector["token"].get<std::string>()});
    const auto who = switchboard::test::run(
        gate.authenticate({"GET", {}, {header}, {}}, core::deadline::after(std::chrono::seconds(20))));
    CHECK(who.has_value());
  }
  CHECK(with_token >= 30);
}
