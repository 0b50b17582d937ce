#include "chat/approval_broker.hpp"

#include "core/log.hpp"
#include "rt/timer.hpp"

namespace switchboard::chat {
namespace {

constexpr auto write_limit = std::chrono::seconds(5);
constexpr auto put_patience = std::chrono::seconds(10);    // with Postgres away; then nobody can be asked
constexpr auto start_patience = std::chrono::seconds(10);  // for the call's tool_start, which comes on the same pipe
constexpr auto look_interval = std::chrono::seconds(2);    // the answer may be given to another server

approval_broker::permission allowed() {
  return {true, ""};
}

approval_broker::permission denied(std::string message) {
  return {false, std::move(message)};
}

// What the user should know before they answer.
std::string reason_of(const mcp::tool_description& tool) {
  switch (tool.what) {
    case mcp::effect::destructive:
      return "It deletes or overwrites data for good.";
    case mcp::effect::writes:
      return "It changes data.";
    case mcp::effect::read_only:
      break;
  }
  return "The workspace asks before this tool runs.";
}

approval_broker::permission permission_of(const store::approval_state& state) {
  if (state.decision == "allow") return allowed();
  if (state.decision == "expired") {
    return denied("Nobody answered in time, so the call was not made. Say so; the user may ask for it again.");
  }
  return denied(state.message.empty() ? "The user did not allow this call. Do not try it again."
                                      : "The user did not allow this call, and said: " + state.message);
}

}  // namespace

// A question that clients know of: whatever becomes of the wait, they hear how it ended.
class approval_broker::question {
 public:
  question(approval_broker& broker, core::approval_id approval) : broker_(broker), approval_(approval) {
    broker_.open_.push_back(this);
  }
  question(const question&) = delete;
  question& operator=(const question&) = delete;
  ~question() {
    broker_.open_.remove(this);
    if (resolved_) return;
    resolve("expired", "");  // the CLI took its call back
    broker_.close(approval_);
  }
  void resolve(const std::string& decision, const std::string& by) {
    if (std::exchange(resolved_, true)) return;
    broker_.emit(domain::permission_resolved_event{approval_, decision, by});
  }

 private:
  approval_broker& broker_;
  core::approval_id approval_;
  bool resolved_ = false;
};

approval_broker::approval_broker(std::shared_ptr<live_run> run, store::approval_repository& approvals, run_clock& clock,
                                 mcp::tool_policy& policy, std::chrono::milliseconds patience, emitter emit)
    : run_(std::move(run)),
      approvals_(approvals),
      clock_(clock),
      policy_(policy),
      patience_(patience),
      emit_(std::move(emit)),
      started_changed_(run_->conversation->home),
      writes_(run_->conversation->home) {}

approval_broker::~approval_broker() = default;

rt::task<approval_broker::permission> approval_broker::ask(const mcp::tool_description* tool, std::string tool_call_id,
                                                           core::json_text args) {
  if (tool == nullptr) co_return denied("This tool is not among the agent's tools.");
  const auto decided = policy_.decide(*tool);
  if (decided == mcp::permission::deny)
    co_return denied("The user has refused this tool for good. Do not try it again.");
  if (decided == mcp::permission::allow) co_return allowed();

  const run_clock::pause standing_still(clock_);
  co_await wait_for_start(tool_call_id);
  auto state = co_await put(*tool, tool_call_id, args);
  if (!state) co_return denied("The user could not be asked just now, so the call was not made. Say so.");
  if (finished_) co_return denied("The turn is over.");
  question open(*this, state->approval);
  emit(domain::permission_request_event{state->approval, tool->name, tool_call_id, args,
                                        domain::display_name(tool->name), reason_of(*tool), state->expires_at});
  auto answer = co_await wait_for_answer(std::move(*state));
  open.resolve(answer.decision, answer.decided_by);
  answered_.insert(tool_call_id);
  if (answer.decision == "allow") allowed_.insert(tool_call_id);
  if (answer.remember && answer.decision != "expired") {
    policy_.remember(tool->name, mcp::permission_of(answer.decision));
  }
  co_return permission_of(answer);
}

bool approval_broker::allows(const mcp::tool_description& tool, const std::string& tool_call_id) const {
  return policy_.decide(tool) == mcp::permission::allow || allowed_.contains(tool_call_id);
}

void approval_broker::on_event(const domain::event& e) {
  if (finished_) return;
  if (const auto* start = std::get_if<domain::tool_start_event>(&e)) {
    started_.insert(start->tool_call_id);
    started_changed_.notify();
  }
  const auto* end = std::get_if<domain::tool_result_event>(&e);
  if (end == nullptr || answered_.erase(end->tool_call_id) == 0) return;
  writes_.spawn([this, id = end->tool_call_id]() -> rt::task<> {
    const auto limit = core::deadline::after(write_limit);
    const auto done = co_await approvals_.acknowledge(run_->tenant, run_->id, id, limit);
    if (!done)
      core::log::warn("approval_not_acknowledged", {{"runId", run_->id.str()}, {"detail", done.error().detail}});
  });
}

rt::task<> approval_broker::finish() {
  for (auto* open : open_) open->resolve("expired", "");
  finished_ = true;
  run_->answers.post();
  co_await writes_.join();
}

// Clients get a call's question after its start, although the CLI says both at once.
rt::task<> approval_broker::wait_for_start(const std::string& tool_call_id) {
  const auto limit = core::deadline::after(start_patience);
  while (!started_.contains(tool_call_id) && !limit.passed()) co_await started_changed_.wait(limit);
}

rt::task<core::result<store::approval_state>> approval_broker::put(const mcp::tool_description& tool,
                                                                   const std::string& tool_call_id,
                                                                   const core::json_text& args) {
  store::new_approval row;
  row.approval = core::approval_id::random();
  row.run = run_->id;
  row.conversation = run_->conversation->id;
  row.workspace = run_->workspace;
  row.tool_call_id = tool_call_id;
  row.tool_name = tool.name;
  row.args = args;
  row.reason = reason_of(tool);
  row.patience = patience_;
  const auto until = core::deadline::after(put_patience);
  for (;;) {
    auto copy = row;
    auto state = co_await approvals_.ask(run_->tenant, std::move(copy), core::deadline::after(write_limit));
    if (state || state.error().code != core::errc::database_unavailable || until.passed()) co_return state;
    co_await rt::sleep_for(std::chrono::milliseconds(500));
  }
}

rt::task<store::approval_state> approval_broker::wait_for_answer(store::approval_state state) {
  const auto until = core::deadline::after(state.remaining);
  while (state.decision.empty()) {
    const auto seen = run_->answers.count();
    const bool late = until.passed() || finished_;
    const auto limit = core::deadline::after(write_limit);
    auto looking = late ? approvals_.expire(run_->tenant, state.approval, limit)
                        : approvals_.look(run_->tenant, state.approval, limit);
    auto now = co_await std::move(looking);
    if (now) state = std::move(*now);
    // Silence is a denial, and so is a question that is gone: its conversation was deleted.
    if (!now && (late || now.error().code == core::errc::not_found)) state.decision = "expired";
    if (state.decision.empty() && seen == run_->answers.count()) {
      co_await run_->answers.wait(until.narrowed(look_interval));
    }
  }
  co_return state;
}

void approval_broker::emit(domain::event e) {
  if (!finished_) emit_(std::move(e));
}

// Nobody waits for this answer any more; the row must not look as if.
void approval_broker::close(core::approval_id approval) {
  if (finished_) return;  // the end of the run closes it
  writes_.spawn([this, approval]() -> rt::task<> {
    const auto limit = core::deadline::after(write_limit);
    const auto done = co_await approvals_.expire(run_->tenant, approval, limit);
    if (!done) core::log::warn("approval_not_closed", {{"runId", run_->id.str()}, {"detail", done.error().detail}});
  });
}

}  // namespace switchboard::chat
