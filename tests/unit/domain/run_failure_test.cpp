#include "domain/run_failure.hpp"

#include <catch2/catch.hpp>

using namespace switchboard;
using namespace switchboard::domain;
using core::errc;

namespace {

result_message api_error(std::int64_t status, std::string text = "API Error") {
  result_message m;
  m.is_error = true;
  m.subtype = "success";
  m.terminal_reason = "api_error";
  m.api_error_status = status;
  m.text = std::move(text);
  return m;
}

}  // namespace

TEST_CASE("run failure: the API's status decides the code") {
  CHECK(failure_of(api_error(400)).code == errc::invalid_agent_config);
  CHECK(failure_of(api_error(401)).code == errc::invalid_agent_config);
  CHECK(failure_of(api_error(403)).code == errc::invalid_agent_config);
  CHECK(failure_of(api_error(404)).code == errc::invalid_agent_config);
  CHECK(failure_of(api_error(413)).code == errc::context_too_long);
  CHECK(failure_of(api_error(408)).code == errc::model_unavailable);
  CHECK(failure_of(api_error(422)).code == errc::invalid_agent_config);
  CHECK(failure_of(api_error(429)).code == errc::rate_limited);
  CHECK(failure_of(api_error(500)).code == errc::model_unavailable);
  CHECK(failure_of(api_error(502)).code == errc::model_unavailable);
  CHECK(failure_of(api_error(503)).code == errc::overloaded);
  CHECK(failure_of(api_error(529)).code == errc::overloaded);
}

TEST_CASE("run failure: a prompt that is too long says so") {
  CHECK(failure_of(api_error(400, "API Error: 400 prompt is too long: 250000 tokens > 200000 maximum")).code ==
        errc::context_too_long);
  result_message m;
  m.is_error = true;
  m.terminal_reason = "prompt_too_long";
  CHECK(failure_of(m).code == errc::context_too_long);
}

TEST_CASE("run failure: limits, lost connections and the rest") {
  result_message m;
  m.is_error = true;
  m.subtype = "error_max_turns";
  CHECK(failure_of(m).code == errc::max_turns);
  m.subtype = "error_max_budget_usd";
  CHECK(failure_of(m).code == errc::budget_exceeded);
  m.subtype = "success";
  m.terminal_reason = "api_error";
  CHECK(failure_of(m).code == errc::model_unavailable);
  m.api_error_type = "overloaded_error";
  CHECK(failure_of(m).code == errc::overloaded);
  m.api_error_type = "rate_limit_error";
  CHECK(failure_of(m).code == errc::rate_limited);
  m = {};
  m.is_error = true;
  m.subtype = "error_during_execution";
  CHECK(failure_of(m).code == errc::agent_crashed);
}

TEST_CASE("run failure: the CLI's words stay in the detail") {
  const auto e = failure_of(api_error(401, "bad key sk-123"));
  CHECK(e.message == core::make_error(errc::invalid_agent_config).message);
  CHECK(e.detail.find("bad key") != std::string::npos);
  result_message m;
  m.errors = {"first", "second"};
  CHECK(failure_of(m).detail.find("first; second") != std::string::npos);
}

TEST_CASE("run failure: what may be tried again") {
  for (const auto code : {errc::rate_limited, errc::overloaded, errc::model_unavailable, errc::agent_crashed,
                          errc::agent_timeout, errc::max_turns, errc::budget_exceeded, errc::server_restart}) {
    CHECK(is_recoverable(code));
  }
  CHECK_FALSE(is_recoverable(errc::invalid_agent_config));
  CHECK_FALSE(is_recoverable(errc::context_too_long));
  CHECK_FALSE(is_recoverable(errc::internal));
}

TEST_CASE("run failure: an abort is told from a failure") {
  result_message m;
  m.terminal_reason = "aborted_streaming";
  CHECK_FALSE(is_aborted(m));
  m.is_error = true;
  CHECK(is_aborted(m));
  m.terminal_reason = "aborted_tools";
  CHECK(is_aborted(m));
  m.terminal_reason = "completed";
  CHECK_FALSE(is_aborted(m));
}
