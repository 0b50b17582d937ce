#include "chat/approval_broker.hpp"

#include "fake_approvals.hpp"
#include "support/test_access.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>

#include <map>
#include <optional>

namespace switchboard::chat {
namespace {

using namespace std::chrono_literals;

mcp::tool_description tool_of(const char* name, mcp::effect what) {
  mcp::tool_description out;
  out.name = name;
  out.domain = "finance";
  out.what = what;
  return out;
}

struct world {
  boost::asio::io_context io;
  std::shared_ptr<live_run> run = std::make_shared<live_run>(
      core::run_id::random(), core::workspace_id::random(),
      auth::test_access::tenant({core::user_id::random(), "", "", "", false}),
      std::make_shared<live_conversation>(core::conversation_id::random(), io.get_executor()));
  fake_approvals rows;
  run_clock clock{1h};
  mcp::tool_policy policy{"default", {}, {}};
  std::vector<domain::event> said;
  mcp::tool_description destroys = tool_of("deleteBudget", mcp::effect::destructive);
  mcp::tool_description reads = tool_of("getBudgets", mcp::effect::read_only);
  approval_broker broker;
  std::map<std::string, approval_broker::permission> heard;

  explicit world(std::chrono::milliseconds patience = 1h)
      : broker(run, rows, clock, policy, patience, [this](domain::event e) { said.push_back(std::move(e)); }) {}

  void ask(const mcp::tool_description* tool, const std::string& call) {
    boost::asio::co_spawn(io, broker.ask(tool, call, {"{}"}),
                          [this, call](std::exception_ptr, approval_broker::permission p) { heard[call] = p; });
  }
  void start(const std::string& call) { broker.on_event(domain::tool_start_event{"deleteBudget", call, {}, ""}); }
  void decide(const std::string& call, const std::string& decision, const std::string& message = "") {
    auto& row = rows.rows.at(call);
    row.decision = decision;
    row.message = message;
    row.decided_by = "somebody";
    run->answers.post();
  }
  /// Runs what is ready, and waits that are short.
  void settle() {
    io.restart();
    io.run_for(50ms);
  }
  void finish() {
    boost::asio::co_spawn(io, broker.finish(), boost::asio::detached);
    io.restart();
    io.run_for(5s);
  }
  std::vector<std::string> kinds() const {
    std::vector<std::string> out;
    for (const auto& e : said) {
      const auto* resolved = std::get_if<domain::permission_resolved_event>(&e);
      out.emplace_back(resolved != nullptr ? resolved->decision : std::string(domain::type_name(e)));
    }
    return out;
  }
};

using strings = std::vector<std::string>;

}  // namespace

TEST_CASE("approval broker: what the policy decides is answered at once, with no question") {
  world w;
  w.ask(&w.reads, "a");
  w.ask(nullptr, "b");
  w.policy.remember("deleteBudget", mcp::permission::deny);
  w.ask(&w.destroys, "c");
  w.settle();
  CHECK(w.heard.at("a").allow);
  CHECK_FALSE(w.heard.at("b").allow);
  CHECK_FALSE(w.heard.at("c").allow);
  CHECK(w.said.empty());
  CHECK(w.rows.rows.empty());
  w.finish();
}

TEST_CASE("approval broker: a question follows its call's start, and its answer reaches the CLI once it is decided") {
  world w;
  w.ask(&w.destroys, "a");
  w.settle();
  CHECK(w.said.empty());
  w.start("a");
  w.settle();
  CHECK(w.kinds() == strings{"permission_request"});
  CHECK(w.heard.empty());
  CHECK_FALSE(w.broker.allows(w.destroys, "a"));
  w.decide("a", "allow");
  w.settle();
  CHECK(w.kinds() == strings{"permission_request", "allow"});
  CHECK(w.heard.at("a").allow);
  CHECK(w.broker.allows(w.destroys, "a"));
  CHECK_FALSE(w.broker.allows(w.destroys, "b"));
  CHECK(w.rows.acknowledged.empty());
  w.broker.on_event(domain::tool_result_event{"a", {}, true, 0});
  w.finish();
  CHECK(w.rows.acknowledged == strings{"a"});
}

TEST_CASE("approval broker: a denial carries the user's words, and opens nothing") {
  world w;
  w.start("a");
  w.ask(&w.destroys, "a");
  w.settle();
  w.decide("a", "deny", "not today");
  w.settle();
  CHECK_FALSE(w.heard.at("a").allow);
  CHECK(w.heard.at("a").message.find("not today") != std::string::npos);
  CHECK_FALSE(w.broker.allows(w.destroys, "a"));
  w.finish();
}

TEST_CASE("approval broker: the run's clock stands still while a question waits") {
  world w;
  w.start("a");
  w.ask(&w.destroys, "a");
  w.settle();
  const auto left = w.clock.limit().remaining();
  w.settle();
  // It says "from now on": what is left does not shrink while time passes.
  CHECK(w.clock.limit().remaining() >= left - 5ms);
  w.decide("a", "deny");
  w.settle();
  w.finish();
}

TEST_CASE("approval broker: silence is a denial") {
  world w(0ms);
  w.start("a");
  w.ask(&w.destroys, "a");
  w.settle();
  CHECK(w.kinds() == strings{"permission_request", "expired"});
  CHECK_FALSE(w.heard.at("a").allow);
  w.finish();
}

TEST_CASE("approval broker: questions of one turn are answered in any order") {
  world w;
  for (const auto* call : {"a", "b"}) {
    w.start(call);
    w.ask(&w.destroys, call);
  }
  w.settle();
  w.decide("b", "allow");
  w.settle();
  CHECK(w.heard.size() == 1);
  CHECK(w.heard.at("b").allow);
  w.decide("a", "deny");
  w.settle();
  CHECK_FALSE(w.heard.at("a").allow);
  w.finish();
}

TEST_CASE("approval broker: what is remembered answers the next call of the tool") {
  world w;
  w.start("a");
  w.ask(&w.destroys, "a");
  w.settle();
  w.rows.rows.at("a").remember = true;
  w.decide("a", "allow");
  w.settle();
  w.ask(&w.destroys, "b");
  w.settle();
  CHECK(w.heard.at("b").allow);
  CHECK(w.kinds() == strings{"permission_request", "allow"});
  w.finish();
}

TEST_CASE("approval broker: a call that is offered again after its answer gets that answer") {
  world w;
  w.rows.rows["a"] = {core::approval_id::random(), "allow", "somebody", "", false, "", 0ms};
  w.start("a");
  w.ask(&w.destroys, "a");
  w.settle();
  CHECK(w.heard.at("a").allow);
  w.finish();
}

TEST_CASE("approval broker: a question that the CLI takes back is closed, and so are those that the run's end finds") {
  world w;
  boost::asio::cancellation_signal taken_back;
  w.start("a");
  boost::asio::co_spawn(w.io, w.broker.ask(&w.destroys, "a", {"{}"}),
                        boost::asio::bind_cancellation_slot(taken_back.slot(), boost::asio::detached));
  w.start("b");
  w.ask(&w.destroys, "b");
  w.settle();
  CHECK(w.kinds() == strings{"permission_request", "permission_request"});
  boost::asio::post(w.io, [&] { taken_back.emit(boost::asio::cancellation_type::terminal); });
  w.settle();
  CHECK(w.kinds() == strings{"permission_request", "permission_request", "expired"});
  CHECK(w.rows.rows.at("a").decision == "expired");
  w.finish();
  CHECK(w.kinds() == strings{"permission_request", "permission_request", "expired", "expired"});
  CHECK_FALSE(w.heard.at("b").allow);
}

TEST_CASE("approval broker: a question that cannot be written down is a denial") {
  world w;
  w.rows.fails_with = core::errc::forbidden;
  w.start("a");
  w.ask(&w.destroys, "a");
  w.settle();
  CHECK_FALSE(w.heard.at("a").allow);
  CHECK(w.said.empty());
  w.finish();
}

}  // namespace switchboard::chat
