// SQL of an agent's own against attacks: query_attacks.json through the tool, each beside a query that must work, and
// the worst of them again without the checker, as if it had been fooled: then the role, the signed identity, the
// read-only transaction and the limits must hold alone. The database's roles are no superusers, as everywhere.
#include "integration/tools/tool_world.hpp"
#include "store/pg/query_runner.hpp"
#include "tools/query_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <sstream>

namespace switchboard {
namespace {

using core::json;
using namespace std::chrono_literals;

class query_world : public test::tool_world {
 public:
  query_world() {
    sql("INSERT INTO categories (workspace_id, name, kind) VALUES ('{workspace}', 'Rent', 'expense'),"
        " ('{workspace}', 'Sales', 'income'), ('{other_workspace}', 'Theirs', 'income')");
  }

  json ask(const std::string& text, const auth::tenant_context& who) {
    mcp::tool_result out;
    run([&]() -> rt::task<> {
      auto asking = tools_.back()->call(context(who), json{{"sql", text}});
      out = co_await std::move(asking);
    });
    auto parsed = core::parse_json(out.value.text, {1U << 20, 64, core::duplicate_keys::keep_last}).value();
    CHECK(out.is_error == parsed.contains("error"));
    return parsed;
  }
  json ask(const std::string& text) { return ask(text, member()); }

  // Without the checker.
  store::query_outcome run_raw(const std::string& text, std::chrono::milliseconds limit = 20s) {
    store::query_outcome out;
    run([&]() -> rt::task<> {
      auto asking = queries_.run(member(), workspace(), text, {}, core::deadline::after(limit));
      out = co_await std::move(asking);
    });
    return out;
  }

  std::string fill(std::string text) const {
    for (const auto& [what, with] : {std::pair<std::string, std::string>{"{outsider}", outsider().user_id().str()},
                                     {"{other_workspace}", other_workspace().str()}}) {
      for (auto at = text.find(what); at != std::string::npos; at = text.find(what))
        text.replace(at, what.size(), with);
    }
    return text;
  }

  std::vector<std::unique_ptr<mcp::tool>>& tools() { return tools_; }

 private:
  store::pg::database database_{core::secret_string(test::required_env("TEST_DATABASE_URL")), 2};
  store::pg::query_runner queries_{core::secret_string(test::required_env("TEST_QUERY_DATABASE_URL")), database_};
  std::vector<std::unique_ptr<mcp::tool>> tools_ = tools::make_query_tools(queries_, runner());
};

std::string failure_of(const store::query_outcome& outcome) {
  const auto* failure = std::get_if<store::query_failure>(&outcome);
  return failure == nullptr ? "it worked" : failure->message;
}

std::string value_of(const store::query_outcome& outcome) {
  const auto* row = std::get_if<store::text_row>(&outcome);
  INFO(failure_of(outcome));
  REQUIRE(row != nullptr);
  REQUIRE(!row->empty());
  return row->front().value_or("NULL");
}

}  // namespace

TEST_CASE("query_database: every attack is held, and the query beside it works") {
  query_world world;
  REQUIRE(world.sql("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'switchboard%'"
                    " AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)") == "3");
  std::ifstream in(SWITCHBOARD_SOURCE_DIR "/tests/integration/tools/query_attacks.json");
  std::stringstream text;
  text << in.rdbuf();
  const auto attacks = core::parse_json(text.str()).value();
  std::size_t held = 0;
  for (const auto& one : attacks) {
    INFO(one.dump());
    const auto answer = world.ask(world.fill(one["sql"].get<std::string>()));
    INFO(answer.dump());
    const bool refused = answer.value("error", "") == (one.contains("slow") ? "timed_out" : "invalid_query");
    CHECK(refused);
    const auto control = world.ask(world.fill(one["control"].get<std::string>()));
    INFO(control.dump());
    CHECK(control.value("rowCount", 0) > 0);
    held += refused && control.value("rowCount", 0) > 0 ? 1U : 0U;
  }
  std::cout << "query_database: attacks held: " << held << " of " << attacks.size() << '\n';
  CHECK(held == attacks.size());
  CHECK(attacks.size() >= 70);
  CHECK(world.sql("SELECT string_agg(name, ',' ORDER BY name) FROM categories WHERE workspace_id = '{workspace}'") ==
        "Rent,Sales");
}

TEST_CASE("query_database: rows of others do not exist, however one asks") {
  query_world world;
  const auto theirs = world.other_workspace().str();
  CHECK(world.ask("SELECT name FROM categories ORDER BY name")["rows"] ==
        json::parse(R"([{"name":"Rent"},{"name":"Sales"}])"));
  CHECK(world.ask("SELECT name FROM categories WHERE workspace_id = '" + theirs + "'")["rowCount"] == 0);
  CHECK(world.ask("SELECT name FROM categories WHERE name = 'Theirs' OR true OR 1/0 = 1")["rowCount"] == 2);
  CHECK(world.ask("SELECT full_name FROM profiles")["rowCount"] == 2);
  // A condition that fails on a row of theirs never sees it.
  CHECK(world.ask("SELECT 1 / (CASE WHEN name = 'Theirs' THEN 0 ELSE 1 END) AS n FROM categories")["rowCount"] == 2);
  CHECK(world.ask(
            "SELECT name FROM categories WHERE (CASE WHEN kind = 'income' AND name <> 'Sales' THEN name ELSE '1' END)"
            "::integer = 1")["rowCount"] == 2);
  // Who is no member gets nothing, not even an empty table.
  CHECK(world.ask("SELECT 1 AS n", world.outsider())["error"] == "forbidden");
}

TEST_CASE("query_database: what a model has to know is in the answer") {
  query_world world;
  CHECK(world.ask("SELECT colour FROM categories")["message"].get<std::string>().find(
            "column \"colour\" does not exist") != std::string::npos);
  CHECK(world.ask("SELECT 1 / 0 AS n")["message"].get<std::string>().find("division by zero") == 0);
  const auto many = world.ask("SELECT n FROM generate_series(1, 100000) n");
  CHECK(many["rowCount"] == 200);
  CHECK(many["note"].get<std::string>().find("there are more") != std::string::npos);
  const auto wide = world.ask(
      "SELECT string_agg(md5(n::text), '') AS x FROM generate_series(1, 5000) n, "
      "generate_series(1, 3) g GROUP BY g, n / 1000");
  CHECK(wide.dump().size() < 70'000);
  CHECK(world.ask("SELECT a.name, b.name FROM categories a, categories b")["rowCount"] == 4);
}

TEST_CASE("query_database: fooling the checker would gain nothing") {
  query_world world;
  const auto outsider = world.outsider().user_id().str();
  const auto theirs = world.other_workspace().str();
  const std::vector<std::string> denied{"SELECT * FROM app.query_keys",
                                        "SELECT app.sign_query('" + theirs + "')",
                                        "SELECT app.create_workspace('x')",
                                        "SELECT app.ensure_profile('i', 's', NULL, NULL)",
                                        "SELECT app.renew_query_key()",
                                        "SELECT issuer FROM profiles",
                                        "SELECT token_hash FROM workspace_invitations",
                                        "SELECT * FROM agent_session_entries",
                                        "SELECT * FROM tool_calls",
                                        "SELECT * FROM pg_authid",
                                        "SELECT pg_read_file('/etc/passwd')",
                                        "SELECT lo_import('/etc/passwd')",
                                        "COPY (SELECT 1) TO PROGRAM 'id'",
                                        "SELECT * FROM pg_ls_dir('/')",
                                        "INSERT INTO categories (name) VALUES ('x')",
                                        "UPDATE categories SET name = 'x'",
                                        "DELETE FROM categories",
                                        "TRUNCATE categories",
                                        "CREATE TABLE stolen (n int)",
                                        "CREATE TEMP TABLE stolen (n int)",
                                        "SET ROLE switchboard_owner",
                                        "SET ROLE switchboard_app",
                                        "SET SESSION AUTHORIZATION switchboard_app",
                                        "ALTER ROLE switchboard_query SUPERUSER",
                                        "GRANT switchboard_owner TO switchboard_query",
                                        "SELECT 1; SELECT 2",
                                        "SELECT * FROM categories FOR UPDATE",
                                        "SELECT nextval('agent_messages_ordinal_seq')",
                                        "DROP TABLE categories",
                                        "CREATE EXTENSION dblink",
                                        "LOCK TABLE categories IN ACCESS EXCLUSIVE MODE",
                                        "SELECT query_to_xml('SELECT * FROM app.query_keys', true, true, '')"};
  for (const auto& text : denied) {
    INFO(text);
    CHECK(failure_of(world.run_raw(text)) != "it worked");
    CHECK(value_of(world.run_raw("SELECT count(*) FROM categories")) == "2");
  }
  std::cout << "query_database: attacks held without the checker: " << denied.size() << '\n';

  // No setting makes another user, nor none.
  const std::string seen = "(SELECT string_agg(DISTINCT workspace_id::text, ',') FROM categories)";
  const std::vector<std::string> forgeries{
      "set_config('switchboard.user_id', '" + outsider + "', true)",
      "set_config('switchboard.workspace_id', '" + theirs + "', true)",
      "set_config('switchboard.query_token', '" + outsider + "." + theirs + ".99999999999." + std::string(64, '0') +
          "', true)",
      "set_config('switchboard.query_token', regexp_replace(current_setting('switchboard.query_token'), '^[^.]*', '" +
          outsider + "'), true)",
      "set_config('switchboard.query_token', regexp_replace(current_setting('switchboard.query_token'), "
      "'[.][0-9]+[.]', '.99999999999.'), true)",
      std::string("set_config('role', 'switchboard_query', true)"),
      std::string("set_config('row_security', 'off', true)")};
  for (const auto& forged : forgeries) {
    INFO(forged);
    const auto outcome =
        world.run_raw("WITH f AS MATERIALIZED (SELECT " + forged + " AS f) SELECT " + seen + " FROM f WHERE f.f <> ''");
    const auto* row = std::get_if<store::text_row>(&outcome);
    if (row != nullptr) CHECK((row->empty() || row->front().value_or("").find(theirs) == std::string::npos));
  }
  CHECK(value_of(world.run_raw("SELECT " + seen)) == world.workspace().str());

  // Time is limited whatever the statement sets.
  const auto slow = world.run_raw("SELECT set_config('statement_timeout', '0', false), pg_sleep(60)", 1500ms);
  REQUIRE(std::holds_alternative<store::query_failure>(slow));
  CHECK(std::get<store::query_failure>(slow).why == store::query_failure::kind::timed_out);

  // A session leaves nothing to the next.
  CHECK(value_of(world.run_raw("SELECT set_config('switchboard.left_behind', 'x', false)")) == "x");
  CHECK(value_of(world.run_raw("SELECT coalesce(current_setting('switchboard.left_behind', true), 'gone')")) == "gone");
  CHECK(failure_of(world.run_raw("SELECT pg_advisory_lock(471147)")) == "it worked");
  CHECK(value_of(world.run_raw("SELECT pg_try_advisory_lock(471147)::text")) == "true");
}

TEST_CASE("query_database: a token is of its user, its minute and this key alone") {
  query_world world;
  const auto read_as = [&](const std::string& token) {
    // As the owner, who may read the key: the identity of a query session is what the token says.
    return world.sql(
        "SELECT coalesce((SELECT app.query_identity(1)::text FROM (SELECT set_config("
        "'switchboard.query_token', '" +
        token + "', false) OFFSET 0) s), 'nobody')");
  };
  const auto sign = [&](const std::string& claims) {
    return world.sql("SELECT '" + claims + ".' || encode(sha256(outer_pad || sha256(inner_pad || convert_to('" +
                     claims + "', 'UTF8'))), 'hex') FROM app.query_keys");
  };
  const auto user = world.member().user_id().str();
  const auto claims = user + "." + world.workspace().str() + ".";
  const auto good = sign(claims + "99999999999");
  CHECK(read_as(good) == user);
  CHECK(read_as(sign(claims + "1000000000")) == "nobody");
  CHECK(read_as(good.substr(0, good.size() - 1) + (good.back() == '0' ? '1' : '0')) == "nobody");
  for (const std::string bad : {"", ".", "...", "a.b.c.d", "a.b.c"}) CHECK(read_as(bad) == "nobody");
}

TEST_CASE("describe_database: every table that a query can read, and none else") {
  query_world world;
  mcp::tool_result out;
  world.run([&]() -> rt::task<> {
    auto asking = world.tools().front()->call(world.context(world.member()), json::object());
    out = co_await std::move(asking);
  });
  const auto answer = core::parse_json(out.value.text).value();
  REQUIRE(answer.contains("rows"));
  CHECK(answer["rowCount"].get<int>() > 50);
  CHECK_FALSE(answer.contains("note"));
  for (const auto& table : answer["rows"]) {
    const auto name = table["table"].get<std::string>();
    INFO(name);
    CHECK(world.ask("SELECT count(*) AS n FROM " + name)["rowCount"] == 1);
    CHECK(name != "workspace_invitations");
  }
  CHECK(out.value.text.find("issuer text") == std::string::npos);
  CHECK(out.value.text.find("full_name text") != std::string::npos);
}

}  // namespace switchboard
