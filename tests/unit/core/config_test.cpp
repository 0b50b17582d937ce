#include "core/config.hpp"

#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace switchboard;
using core::load_settings;

namespace {

const std::map<std::string, std::string> minimal{{"DATABASE_URL", "postgres://app:hunter2@db/x"}};

core::env_lookup env_of(std::map<std::string, std::string> extra) {
  extra.insert(minimal.begin(), minimal.end());
  return [extra](const char* name) -> std::optional<std::string> {
    const auto found = extra.find(name);
    return found == extra.end() ? std::nullopt : std::optional(found->second);
  };
}

core::settings loaded(const std::map<std::string, std::string>& env, const std::string& file = "") {
  const auto settings = load_settings(env_of(env), file);
  INFO((settings ? "" : settings.error().message));
  REQUIRE(settings);
  return *settings;
}

// Whether loading is refused with a fault of this field.
bool refused(const std::map<std::string, std::string>& env, const std::string& file, const std::string& field) {
  const auto settings = load_settings(env_of(env), file);
  if (settings) return false;
  CHECK(settings.error().code == core::errc::invalid_field);
  const auto& faults = settings.error().fields;
  return std::any_of(faults.begin(), faults.end(), [&](const auto& f) { return f.field == field; });
}

std::string issuer(const std::string& members) {
  return R"({"issuers":[{"name":"n","iss":"https://i.test","algorithms":["RS256"])" + members + "}]}";
}

}  // namespace

TEST_CASE("config: defaults need nothing but a database") {
  const auto s = loaded({});
  CHECK(s.host == "127.0.0.1");
  CHECK(s.port == 3002);
  CHECK(s.issuers.empty());
  CHECK(s.allowed_origins.empty());
  CHECK(s.models.at("sonnet").starts_with("claude-"));
  const auto empty = [](const char*) -> std::optional<std::string> { return std::nullopt; };
  const auto refusal = load_settings(empty, "");
  REQUIRE_FALSE(refusal);
  CHECK(refusal.error().message.find("DATABASE_URL") != std::string::npos);
}

TEST_CASE("config: the environment wins over the file, the file over defaults") {
  const auto file = R"({"port":4000,"host":"0.0.0.0","allowedOrigins":["https://a.test"]})";
  CHECK(loaded({}, file).port == 4000);
  CHECK(loaded({{"PORT", "5000"}}, file).port == 5000);
  CHECK(loaded({{"PORT", "5000"}}, file).host == "0.0.0.0");
  CHECK(loaded({{"PORT", ""}}, file).port == 4000);
  const std::vector<std::string> both{"https://b.test", "https://c.test"};
  CHECK(loaded({{"ALLOWED_ORIGINS", " https://b.test, https://c.test ,"}}, file).allowed_origins == both);
}

TEST_CASE("config: refuses what it does not know, by name") {
  CHECK(refused({}, R"({"prot":4000})", "prot"));
  CHECK(refused({}, R"({"issuers":[{"iss":"i","algorithms":["RS256"],"pem":"x","secrte":"y"}]})", "issuers[0].secrte"));
  CHECK(refused({}, "[]", "config"));
  CHECK(refused({}, "{", "config"));
  CHECK(refused({}, R"({"port":1,"port":2})", "config"));
}

TEST_CASE("config: refuses bad values, all of them at once") {
  for (const std::string port : {"-1", "65536", "80x", "0x50", "1.5", " 80", "99999999999999999999"}) {
    INFO(port);
    CHECK(refused({{"PORT", port}}, "", "port"));
  }
  for (const std::string port : {"true", "null", "\"\"", "1.5", "[80]", "-1", "18446744073709551615"}) {
    INFO(port);
    CHECK(refused({}, "{\"port\":" + port + "}", "port"));
  }
  CHECK(refused({{"LOG_LEVEL", "loud"}}, "", "logLevel"));
  CHECK(refused({{"AGENT_PERMISSION_MODE", "yolo"}}, "", "agentPermissionMode"));
  CHECK(refused({}, R"({"host":7})", "host"));
  CHECK(refused({}, R"({"allowedOrigins":[7]})", "allowedOrigins"));
  CHECK(refused({}, R"({"models":{"sonnet":7}})", "models.sonnet"));
  CHECK(refused({}, R"({"issuers":{}})", "issuers"));
  const auto many = load_settings(env_of({{"PORT", "x"}, {"LOG_LEVEL", "y"}}), R"({"z":1})");
  REQUIRE_FALSE(many);
  CHECK(many.error().fields.size() == 3);
}

TEST_CASE("config: models are added to the known ones") {
  CHECK(loaded({{"MODELS", R"({"sonnet":"x","mini":"y"})"}}).models.at("mini") == "y");
  CHECK(loaded({}, R"({"models":{"opus":"z"}})").models.at("opus") == "z");
  CHECK(loaded({}, R"({"models":{"opus":"z"}})").models.contains("haiku"));
}

TEST_CASE("config: an issuer has an iss, algorithms and exactly one source of keys") {
  CHECK(loaded({}, issuer(R"(,"pem":"x")")).issuers.at(0).pem == "x");
  CHECK(loaded({}, issuer(R"(,"jwksUrl":"u","audience":"a","authorizedParties":["p"])"))
            .issuers.at(0)
            .authorized_parties == std::vector<std::string>{"p"});
  CHECK(refused({}, issuer(""), "issuers[0]"));
  CHECK(refused({}, issuer(R"(,"pem":"x","jwksUrl":"u")"), "issuers[0]"));
  CHECK(refused({}, R"({"issuers":[{"algorithms":["RS256"],"pem":"x"}]})", "issuers[0].iss"));
  CHECK(refused({}, R"({"issuers":[{"iss":"i","pem":"x"}]})", "issuers[0].algorithms"));
  CHECK(refused({}, R"({"issuers":[{"iss":"i","algorithms":[],"pem":"x"}]})", "issuers[0].algorithms"));
  for (const std::string alg : {"none", "rs256", "PS256", "HS512"}) {
    INFO(alg);
    CHECK(refused({}, R"({"issuers":[{"iss":"i","pem":"x","algorithms":[")" + alg + "\"]}]}", "issuers[0].algorithms"));
  }
  CHECK(refused({}, R"({"issuers":[{"iss":"i","algorithms":"RS256","pem":"x"}]})", "issuers[0].algorithms"));
  CHECK(refused({}, R"({"issuers":[{"iss":"i","algorithms":{"a":"RS256"},"pem":"x"}]})", "issuers[0].algorithms"));
  CHECK(refused({}, R"({"issuers":[7]})", "issuers[0]"));
}

TEST_CASE("config: HS256 and a shared secret go together") {
  const auto with = [](const std::string& algorithms, const std::string& key) {
    return R"({"issuers":[{"iss":"i","algorithms":)" + algorithms + "," + key + "}]}";
  };
  CHECK(loaded({}, with(R"(["HS256"])", R"("secret":"0123456789abcdef0123456789abcdef")")).issuers.size() == 1);
  CHECK(refused({}, with(R"(["HS256"])", R"("pem":"x")"), "issuers[0].secret"));
  CHECK(refused({}, with(R"(["RS256"])", R"("secret":"0123456789abcdef0123456789abcdef")"), "issuers[0].algorithms"));
  CHECK(refused({}, with(R"(["RS256","HS256"])", R"("secret":"0123456789abcdef0123456789abcdef")"),
                "issuers[0].algorithms"));
}

TEST_CASE("config: Supabase's own variables configure its issuer") {
  const auto s = loaded({{"SUPABASE_URL", "https://abc.supabase.co/"}});
  REQUIRE(s.issuers.size() == 1);
  CHECK(s.issuers[0].iss == "https://abc.supabase.co/auth/v1");
  CHECK(s.issuers[0].jwks_url == "https://abc.supabase.co/auth/v1/.well-known/jwks.json");
  CHECK(s.issuers[0].audience == "authenticated");
  CHECK(std::count(s.issuers[0].algorithms.begin(), s.issuers[0].algorithms.end(), "HS256") == 0);

  const auto legacy =
      loaded({{"SUPABASE_URL", "https://abc.supabase.co"}, {"SUPABASE_JWT_SECRET", std::string(40, 's')}});
  REQUIRE(legacy.issuers.size() == 2);
  CHECK(legacy.issuers[1].iss == legacy.issuers[0].iss);
  CHECK(legacy.issuers[1].algorithms == std::vector<std::string>{"HS256"});
  CHECK(legacy.issuers[1].jwks_url.empty());
  CHECK(legacy.issuers[1].secret.reveal() == std::string(40, 's'));
}

TEST_CASE("config: Clerk's own variables configure its issuer") {
  const auto online =
      loaded({{"CLERK_ISSUER", "https://x.clerk.accounts.dev"}, {"CLERK_AUTHORIZED_PARTIES", "https://a.test"}});
  REQUIRE(online.issuers.size() == 1);
  CHECK(online.issuers[0].algorithms == std::vector<std::string>{"RS256"});
  CHECK(online.issuers[0].jwks_url == "https://x.clerk.accounts.dev/.well-known/jwks.json");
  CHECK(online.issuers[0].authorized_parties == std::vector<std::string>{"https://a.test"});
  const auto offline = loaded({{"CLERK_ISSUER", "https://x.clerk.accounts.dev"}, {"CLERK_JWT_KEY", "-----BEGIN"}});
  CHECK(offline.issuers.at(0).pem == "-----BEGIN");
  CHECK(offline.issuers.at(0).jwks_url.empty());
}

TEST_CASE("config: what is in force is shown without its secrets") {
  const auto s = loaded({{"ANTHROPIC_API_KEY", "sk-ant-very-secret"},
                         {"SUPABASE_URL", "https://abc.supabase.co"},
                         {"SUPABASE_JWT_SECRET", "another-very-secret-value-of-some-length"}});
  const auto text = core::describe(s);
  for (const std::string secret : {"hunter2", "sk-ant-very-secret", "another-very-secret"})
    CHECK(text.find(secret) == std::string::npos);
  CHECK(text.find("https://abc.supabase.co/auth/v1") != std::string::npos);
  CHECK(text.find("\"databaseUrl\": \"***\"") != std::string::npos);
}
