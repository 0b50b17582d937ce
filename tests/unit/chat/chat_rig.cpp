#include "chat_rig.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace switchboard::test {
namespace {

using namespace std::chrono_literals;

auth::tenant_context somebody() {
  auth::profile p;
  p.id = core::user_id::random();
  p.email = "ada@example.com";
  return auth::test_access::tenant(std::move(p));
}

core::deadline soon() {
  return core::deadline::after(60s);
}

rt::task<seen_events> read_to(std::shared_ptr<chat::event_reader> reader, std::string until) {
  seen_events out;
  for (;;) {
    auto step = co_await reader->next(200ms);
    if (!step) throw std::runtime_error(std::string("reading: ") + std::string(core::name(step.error().code)));
    for (const auto& e : step->events) {
      out.push_back({e->seq, e->type, e->data});
      if (e->type == until) co_return out;
    }
    if (step->ended) co_return out;
  }
}

agent::pool_settings pool_settings() {
  agent::pool_settings s;
  s.close_grace = 100ms;
  return s;
}

}  // namespace

chat::run_settings chat_rig::quick() {
  chat::run_settings s;
  s.server_id = "server-1";
  s.run_limit = 60s;
  s.cancel_limit = 200ms;
  s.save_patience = 60s;
  return s;
}

chat_rig::chat_rig(chat::run_settings settings)
    : pool(runtime, agents, pool_settings()),
      runs(runtime, rows, approvals, pool, std::make_shared<const mcp::registry>(), std::move(settings)),
      ada(somebody()) {
  runtime.start();
}

chat_rig::~chat_rig() {
  runs.shutdown(core::deadline::after(0ms));
  pool.shutdown(core::deadline::after(5s));
  runtime.stop();
}

started chat_rig::start(ask what, std::size_t shard) {
  started out;
  chat::start_request request;
  request.message = what.message;
  request.workspace = workspace;
  request.agent = agent;
  request.conversation = what.conversation;
  request.busy = what.busy;
  if (what.key) {
    request.key.emplace();
    request.key->key = *what.key;
    request.key->body_hash.fill(what.body);
  }
  std::shared_ptr<chat::event_reader> reader;
  auto begin = [this, &out, &reader, request]() -> rt::task<bool> {
    auto begun = co_await runs.start(ada, request, soon());
    if (!begun) {
      out.error = begun.error();
      co_return false;
    }
    out.run = begun->run;
    out.conversation = begun->conversation;
    out.replayed = begun->replayed;
    reader = std::make_shared<chat::run_reader>(std::move(begun->reader));
    co_return true;
  };
  if (run(begin, shard)) out.events = spawn(shard, [reader] { return read_to(reader, ""); });
  return out;
}

seen_events chat_rig::turn(ask what) {
  auto begun = start(std::move(what));
  if (begun.error) throw std::runtime_error(std::string(core::name(begun.error->code)));
  return begun.events.get();
}

std::optional<core::error> chat_rig::cancel(core::run_id id) {
  return run([this, id]() -> rt::task<std::optional<core::error>> {
    const auto done = co_await runs.cancel(ada, id, soon());
    if (!done) co_return done.error();
    co_return std::nullopt;
  });
}

core::result<seen_events> chat_rig::try_read(core::run_id id, std::int64_t after) {
  return run([this, id, after]() -> rt::task<core::result<seen_events>> {
    auto reader = co_await runs.read(ada, id, after, soon());
    if (!reader) co_return reader.error();
    auto owned = std::make_shared<chat::run_reader>(std::move(*reader));
    co_return co_await read_to(owned, "");
  });
}

seen_events chat_rig::read(core::run_id id, std::int64_t after, std::size_t shard) {
  return run(
      [this, id, after]() -> rt::task<seen_events> {
        auto reader = co_await runs.read(ada, id, after, soon());
        if (!reader) throw std::runtime_error(std::string(core::name(reader.error().code)));
        auto owned = std::make_shared<chat::run_reader>(std::move(*reader));
        co_return co_await read_to(owned, "");
      },
      shard);
}

seen_events chat_rig::read_until(core::run_id id, const std::string& type) {
  return run([this, id, type]() -> rt::task<seen_events> {
    auto reader = co_await runs.read(ada, id, 0, soon());
    if (!reader) throw std::runtime_error(std::string(core::name(reader.error().code)));
    auto owned = std::make_shared<chat::run_reader>(std::move(*reader));
    co_return co_await read_to(owned, type);
  });
}

bool chat_rig::eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 30'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

std::vector<std::string> types(const seen_events& events) {
  std::vector<std::string> out;
  for (const auto& e : events) out.push_back(e.type);
  return out;
}

std::string member(const seen_event& event, const std::string& name) {
  const auto data = nlohmann::json::parse(event.data);
  if (!data.contains(name)) return "";
  return data[name].is_string() ? data[name].get<std::string>() : data[name].dump();
}

std::string text_of(const seen_events& events) {
  std::string out;
  for (const auto& e : events) {
    if (e.type == "text") out += member(e, "content");
  }
  return out;
}

std::string last(const seen_events& events, const std::string& name) {
  return events.empty() ? "" : member(events.back(), name);
}

std::vector<std::string> statuses(const seen_events& events) {
  std::vector<std::string> out;
  for (const auto& e : events) {
    if (e.type == "status") out.push_back(member(e, "status"));
  }
  return out;
}

bool is_whole(const seen_events& events) {
  const auto terminal = [](const seen_event& e) { return e.type == "done" || e.type == "error"; };
  return !events.empty() && events.front().type == "session" && terminal(events.back()) &&
         std::ranges::count_if(events, terminal) == 1 &&
         std::ranges::adjacent_find(events, [](const auto& a, const auto& b) { return b.seq <= a.seq; }) ==
             events.end();
}

bool is_dense(const seen_events& events) {
  for (std::size_t i = 1; i < events.size(); ++i) {
    if (events[i].seq != events[i - 1].seq + 1) return false;
  }
  return true;
}

}  // namespace switchboard::test
