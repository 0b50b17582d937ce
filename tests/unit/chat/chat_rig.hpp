// The chat layer over fakes: a run_service on two shards with rows in memory and scripted agents, driven from the
// test's thread. Coroutines only report; the test's thread checks (Catch2's assertions are not thread-safe).
#pragma once

#include "agent/session_pool.hpp"
#include "chat/run_service.hpp"
#include "fake_approvals.hpp"
#include "fake_chat_repository.hpp"
#include "mcp/registry.hpp"
#include "scripted_agents.hpp"
#include "support/test_access.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::test {

/// An event as a client sees it.
struct seen_event {
  std::int64_t seq = 0;
  std::string type;
  std::string data;
  bool operator==(const seen_event&) const = default;
};
using seen_events = std::vector<seen_event>;

/// What start() came to: the stream of the run, or the refusal.
struct started {
  core::run_id run;
  core::conversation_id conversation;
  bool replayed = false;
  std::optional<core::error> error;
  std::future<seen_events> events;  // the run's whole stream, once it has ended
};

struct ask {
  std::string message = "hello";
  std::optional<core::conversation_id> conversation{};
  chat::on_busy busy = chat::on_busy::reject;
  std::optional<std::string> key{};
  std::uint8_t body = 1;  // stands for the hash of the request's body
};

class chat_rig {
 public:
  explicit chat_rig(chat::run_settings settings = quick());
  chat_rig(const chat_rig&) = delete;
  chat_rig& operator=(const chat_rig&) = delete;
  ~chat_rig();

  /// Settings for tests: short where the test waits for them, long where it must not meet them.
  static chat::run_settings quick();

  /// Starts a turn and reads its stream to the end in the background. Without a limit of its own it is generous.
  started start(ask what, std::size_t shard = 0);
  /// The same as one call: its whole stream. Throws what was refused.
  seen_events turn(ask what);
  std::optional<core::error> cancel(core::run_id run);
  /// Reads from a cursor to the end. Throws the error's code where it is refused.
  seen_events read(core::run_id run, std::int64_t after, std::size_t shard = 0);
  core::result<seen_events> try_read(core::run_id run, std::int64_t after);
  /// Reads until an event of that type, or the end.
  seen_events read_until(core::run_id run, const std::string& type);
  /// Blocks until the condition holds; false after a long while.
  static bool eventually(const std::function<bool()>& condition);

  /// Runs `make`'s coroutine on a shard and gives what it returns.
  template<class Make>
  auto spawn(std::size_t shard, Make make) {
    auto kept = [make]() mutable -> std::invoke_result_t<Make> { co_return co_await make(); };
    return boost::asio::co_spawn(runtime.executor(shard), kept, boost::asio::use_future);
  }
  template<class Make>
  auto run(Make make, std::size_t shard = 0) {
    return spawn(shard, std::move(make)).get();
  }

  rt::runtime runtime{2};
  scripted_agents agents;
  fake_chat_repository rows;
  chat::fake_approvals approvals;
  agent::session_pool pool;
  chat::run_service runs;
  auth::tenant_context ada;
  core::workspace_id workspace = core::workspace_id::random();
  core::agent_id agent = core::agent_id::random();
};

std::vector<std::string> types(const seen_events& events);
/// The content of all text events, joined.
std::string text_of(const seen_events& events);
/// A member of the last event, as text.
std::string last(const seen_events& events, const std::string& member);
/// The `status` members of the status events.
std::vector<std::string> statuses(const seen_events& events);
/// A member of one event as text: strings bare, the rest as JSON; "" where it is absent.
std::string member(const seen_event& event, const std::string& name);
/// What holds for every run: session first, one terminal event, last, numbers that rise; without gaps where `dense`.
bool is_whole(const seen_events& events);
bool is_dense(const seen_events& events);

}  // namespace switchboard::test
