#include "tools/sql_tool.hpp"

#include "support/test_access.hpp"
#include "tools/answers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace switchboard::tools {
namespace {

using core::json;
using kind = store::statement_failure::kind;

// A runner that remembers what it was asked and answers what it was told.
class scripted_runner final : public store::statement_runner {
 public:
  rt::task<store::call_answer> call(const auth::tenant_context&, store::recorded_call what,
                                    std::shared_ptr<const store::prepared_statement>,
                                    std::vector<std::optional<std::string>> parameters, store::answer_maker make,
                                    core::deadline) override {
    ++calls;
    kept = std::move(what);
    asked = std::move(parameters);
    co_return make(answer);
  }
  rt::task<> record(const auth::tenant_context&, store::recorded_call what, store::call_answer failed,
                    core::deadline) override {
    kept = std::move(what);
    kept_failure = std::move(failed);
    co_return;
  }
  rt::task<core::result<void>> explain(std::shared_ptr<const store::prepared_statement>, std::size_t,
                                       core::deadline) override {
    co_return core::result<void>();
  }

  int calls = 0;
  store::recorded_call kept;
  std::optional<store::call_answer> kept_failure;
  std::vector<std::optional<std::string>> asked;
  store::statement_outcome answer;
};

tool_file file_of(const std::string& more, const std::string& statement) {
  std::vector<file_fault> faults;
  auto out = parse_tool_file("test", "it", "-- name: it\n-- title: It\n-- description: It.\n" + more + "\n" + statement,
                             faults);
  for (const auto& f : faults) UNSCOPED_INFO(f.line << ": " << f.message);
  REQUIRE(out.has_value());
  return std::move(*out);
}

const std::string paging =
    "-- effect: read_only\n-- result: rows\n-- row_cap: 50\n-- when_empty: None.\n"
    "-- param limit integer min=1 max=50 default=10: Rows.\n"
    "-- param offset integer min=0 default=0: Skip.\n";

struct world {
  scripted_runner runner;
  auth::tenant_context tenant = auth::test_access::tenant({core::user_id::random(), "", "", "", false});
  mcp::call_context context;

  world() {
    context.tenant = &tenant;
    context.workspace = core::workspace_id::random();
  }
  mcp::tool_result call(tool_file file, const char* arguments) {
    sql_tool tool(std::move(file), runner);
    boost::asio::io_context io;
    mcp::tool_result out;
    auto run = [&]() -> rt::task<> {
      auto answer = tool.call(context, json::parse(arguments));
      out = co_await std::move(answer);
    };
    boost::asio::co_spawn(io, run(), boost::asio::detached);
    io.run();
    return out;
  }
};

json failure(const std::string& effect, store::statement_failure why) {
  world w;
  w.runner.answer = std::move(why);
  const auto out = w.call(file_of("-- effect: " + effect +
                                      "\n-- idempotent: no\n-- result: rows\n-- timeout: 2s\n"
                                      "-- on budgets_key: There is one; change it.\n",
                                  "SELECT 1 AS n"),
                          "{}");
  CHECK(out.is_error);
  return json::parse(out.value.text);
}

}  // namespace

TEST_CASE("sql tool: arguments and context become parameters in the statement's order, the cap last") {
  world w;
  w.runner.answer = store::text_row{R"({"n":1})", "1", "1"};
  const auto out =
      w.call(file_of(paging, "SELECT :user_id, :agent_id, :workspace_id OFFSET :offset"), R"({"limit":7})");
  CHECK(out.value.text == R"({"rows":[{"n":1}],"rowCount":1})");
  CHECK(w.runner.kept.workspace == w.context.workspace);
  CHECK(w.runner.asked == std::vector<std::optional<std::string>>{w.tenant.user_id().str(), std::nullopt,
                                                                  w.context.workspace.str(), "0", "7"});
}

TEST_CASE("sql tool: the model cannot choose a context parameter") {
  world w;
  const auto out = w.call(file_of(paging, "SELECT :user_id OFFSET :offset"),
                          R"({"user_id":"5eed0001-0000-4000-8000-000000000001"})");
  CHECK(out.is_error);
  CHECK(w.runner.calls == 0);
}

TEST_CASE("sql tool: refused arguments never reach the database") {
  world w;
  const auto out = w.call(file_of(paging, "SELECT 1 OFFSET :offset"), R"({"limit":"many","offset":-1})");
  CHECK(out.is_error);
  CHECK(w.runner.calls == 0);
  const auto answer = json::parse(out.value.text);
  CHECK(answer["error"] == "invalid_arguments");
  CHECK(answer["message"] ==
        "limit must be an integer (got \"many\"); offset must be at least 0 (got -1). Correct the "
        "arguments and call the tool again.");
}

TEST_CASE("sql tool: a call is kept with its key, secrets and bad values named but not shown") {
  world w;
  w.context.run = core::run_id::random();
  w.context.tool_call_id = "toolu_1";
  const std::string secret = "-- param token string secret: T.\n-- param extra string optional secret: E.\n";
  const auto file = file_of(paging + secret, "SELECT :token, :extra OFFSET :offset");
  w.runner.answer = store::text_row{"", "0", "0"};
  w.call(file, R"({"token":"hunter2","limit":7})");
  CHECK(w.runner.kept.run == w.context.run);
  CHECK(w.runner.kept.tool_call_id == "toolu_1");
  CHECK(w.runner.kept.tool_name == "it");
  CHECK(w.runner.kept.args.text == R"({"limit":7,"token":"[redacted]"})");
  CHECK_FALSE(w.runner.kept_failure);

  const auto refused = w.call(file, R"({"token":"hunter2","limit":"hunter2","extra":null,"more":"hunter2"})");
  CHECK(w.runner.calls == 1);
  CHECK(w.runner.kept.args.text == R"({"limit":"[invalid]","token":"[redacted]"})");
  REQUIRE(w.runner.kept_failure);
  CHECK(w.runner.kept_failure->is_error);
  CHECK(w.runner.kept_failure->value == refused.value);
}

TEST_CASE("sql tool: a call without an id of its own gets one") {
  world w;
  w.runner.answer = store::text_row{"", "0", "0"};
  const auto file = file_of(paging, "SELECT 1 OFFSET :offset");
  w.call(file, "{}");
  const auto first = w.runner.kept.tool_call_id;
  w.call(file, "{}");
  CHECK_FALSE(first.empty());
  CHECK(first != w.runner.kept.tool_call_id);
}

TEST_CASE("sql tool: a cut answer says how to go on") {
  const auto note = [](const char* arguments, const char* shown, const char* found) {
    world w;
    w.runner.answer = store::text_row{"", shown, found};
    return json::parse(w.call(file_of(paging, "SELECT 1 OFFSET :offset"), arguments).value.text).value("note", "");
  };
  CHECK(note("{}", "10", "10").empty());
  CHECK(note("{}", "10", "11") ==
        "Only the first 10 rows are shown; there are more. Continue with offset=10, raise limit "
        "(at most 50), or narrow the filters.");
  CHECK(note(R"({"limit":50,"offset":100})", "50", "51") ==
        "Only the first 50 rows are shown; there are more. Continue with offset=150, or narrow the filters.");
  CHECK(note("{}", "4", "11") ==
        "Only the first 4 rows fit; there are more. Continue with offset=4, or narrow the filters.");
  CHECK(note("{}", "0", "3") == "The first row is too large to show. Narrow the filters.");
  CHECK(note("{}", "0", "0") == "None.");
}

TEST_CASE("sql tool: one row, one value, or a word about their absence") {
  world w;
  w.runner.answer = store::text_row{R"({"a":1})", "1", "1"};
  const std::string row = "-- effect: read_only\n-- result: row\n-- when_empty: Not there.\n";
  CHECK(w.call(file_of(row, "SELECT 1 AS a"), "{}").value.text == R"({"row":{"a":1}})");
  CHECK(w.runner.asked.back() == "1");
  w.runner.answer = store::text_row{"", "0", "0"};
  const auto missing = w.call(file_of(row, "SELECT 1 AS a"), "{}");
  CHECK(missing.is_error);
  CHECK(missing.value.text == R"({"error":"not_found","message":"Not there."})");
  w.runner.answer = store::text_row{"12.50", "1", "1"};
  CHECK(w.call(file_of("-- effect: read_only\n-- result: scalar\n", "SELECT 12.5"), "{}").value.text ==
        R"({"value":12.50})");
}

TEST_CASE("sql tool: each failure tells the model what to do next") {
  CHECK(failure("writes", {kind::constraint, "budgets_key", ""})["message"] == "There is one; change it.");
  CHECK(failure("writes", {kind::constraint, "other_key", ""})["message"].get<std::string>().find("other_key") ==
        std::string::npos);
  CHECK(failure("writes", {kind::raised, "", "a workspace keeps at least one owner"}) ==
        json{{"error", "refused"}, {"message", "a workspace keeps at least one owner"}});
  CHECK(failure("read_only", {kind::timed_out, "", ""})["message"].get<std::string>().find("2 s") != std::string::npos);
  CHECK(failure("writes", {kind::timed_out, "", ""})["message"].get<std::string>().find("nothing was changed") !=
        std::string::npos);
  CHECK(failure("writes", {kind::unavailable, "", ""})["message"].get<std::string>().find("not known") !=
        std::string::npos);
  CHECK(failure("read_only", {kind::unavailable, "", ""})["message"].get<std::string>().find("Try again once") !=
        std::string::npos);
  CHECK(failure("writes", {kind::forbidden, "", ""})["error"] == "forbidden");
  CHECK(failure("writes", {kind::locked, "", ""})["error"] == "busy");
  CHECK(failure("writes", {kind::bad_value, "", ""})["error"] == "invalid_arguments");
  CHECK(failure("writes", {kind::cancelled, "", ""})["error"] == "cancelled");
  CHECK(failure("writes", {kind::internal, "", "SELECT secret"}).dump().find("secret") == std::string::npos);
}

}  // namespace switchboard::tools
