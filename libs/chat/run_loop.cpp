#include "chat/run_loop.hpp"

#include "chat/run_saver.hpp"
#include "core/json.hpp"
#include "core/log.hpp"
#include "domain/prompt_builder.hpp"
#include "rt/task_group.hpp"
#include "rt/timer.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>

namespace switchboard::chat {
namespace {

using boost::asio::experimental::awaitable_operators::operator||;

constexpr auto queue_look = std::chrono::seconds(1);         // another server may hold the conversation's turn
constexpr auto clock_look = std::chrono::milliseconds(100);  // at most so often is the run's clock looked at
constexpr auto close_grace = std::chrono::milliseconds(500);

// Until somebody wants the run to end.
rt::task<> wait_for_end(std::shared_ptr<live_run> run) {
  while (!run->end_requested()) {
    boost::system::error_code ignored;
    co_await run->changed.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

// Until the run should look again, at the latest after `patience`.
rt::task<> wait_for_change(std::shared_ptr<live_run> run, std::chrono::steady_clock::duration patience) {
  auto timer = rt::sleep_for(patience);
  boost::system::error_code ignored;
  auto change = run->changed.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  auto either = std::move(timer) || std::move(change);
  co_await std::move(either);
}

// The CLI is asked to stop; when it does not obey, it is ended.
rt::task<> end_on_request(std::shared_ptr<live_run> run, agent::session& session, std::chrono::milliseconds patience) {
  co_await wait_for_end(run);
  const auto until =
      core::deadline::after(patience);  // for the answer to the interrupt and the end of the turn together
  auto interrupting = session.interrupt();
  const auto interrupted = co_await rt::with_deadline(until, std::move(interrupting));
  if (interrupted) co_await rt::sleep_until(until.when());
  co_await session.close(core::deadline::after(close_grace));
}

// A turn has a time of its own, however busy or silent the agent is.
rt::task<> end_at(std::shared_ptr<live_run> run, const run_clock& clock) {
  while (!clock.passed()) {
    const auto nearest = std::chrono::steady_clock::now() + clock_look;
    co_await rt::sleep_until(std::max(clock.limit().when(), nearest));
  }
  run->request_end(core::make_error(core::errc::agent_timeout, "The turn took too long."));
}

domain::run_context context_of(const live_run& run, const run_plan& plan, const agent::session_spec& spec,
                               core::message_id answer) {
  domain::run_context c;
  c.conversation = run.conversation->id;
  c.run = run.id;
  c.message = answer;
  c.is_resumed = spec.resume_session_id.has_value();
  c.session_id = spec.resume_session_id ? *spec.resume_session_id : spec.new_session_id.value_or("");
  c.model = spec.model;
  c.prices = plan.input.prices;
  return c;
}

}  // namespace

run_loop::run_loop(std::shared_ptr<live_run> run, run_plan plan, store::chat_repository& repository,
                   store::approval_repository& approvals, agent::session_pool& sessions,
                   std::shared_ptr<const mcp::registry> tools, const run_settings& settings)
    : run_(std::move(run)),
      plan_(std::move(plan)),
      repository_(repository),
      sessions_(sessions),
      settings_(settings),
      clock_(settings.run_limit),
      policy_(make_policy()),
      broker_(run_, approvals, clock_, policy_, settings.approval_limit,
              [this](domain::event e) {
                std::vector<domain::event> one;
                one.push_back(std::move(e));
                emit(std::move(one));
              }),
      channel_(std::move(tools), plan_.input.agent.tools, policy_,
               [this](const mcp::tool_description& tool, const std::string& id) { return broker_.allows(tool, id); }),
      spec_(make_spec()),
      reducer_(context_of(*run_, plan_, spec_, answer_)) {}

std::string run_loop::permission_mode() const {
  return settings_.permission_mode.empty() ? plan_.input.agent.permission_mode : settings_.permission_mode;
}

mcp::tool_policy run_loop::make_policy() const {
  const auto rules = [](const std::vector<domain::tool_rule>& from) {
    std::vector<mcp::tool_rule> out;
    for (const auto& rule : from) out.push_back({rule.pattern, mcp::permission_of(rule.behavior)});
    return out;
  };
  return {permission_mode(), rules(plan_.input.agent.policies), rules(plan_.input.agent.remembered)};
}

agent::session_spec run_loop::make_spec() const {
  const auto& agent = plan_.input.agent;
  agent::session_spec spec;
  const auto configured = settings_.models.find(agent.model);
  spec.model = configured == settings_.models.end() ? agent.model : configured->second;
  spec.max_turns = std::min(agent.max_turns, settings_.max_turns);
  spec.max_thinking_tokens = settings_.max_thinking_tokens;
  spec.permission_mode = permission_mode();
  // In that mode the CLI asks about nothing, whatever a rule of the workspace says.
  if (spec.permission_mode == "bypassPermissions" && channel_.must_ask(policy_)) spec.permission_mode = "default";
  spec.system_prompt = domain::build_system_prompt(plan_.input);
  spec.tool_manifest = channel_.tool_manifest();
  spec.allowed_tools = channel_.unasked_tools(policy_);
  if (plan_.conversation.session_id.empty())
    spec.new_session_id = core::uuid::random().str();
  else
    spec.resume_session_id = plan_.conversation.session_id;
  return spec;
}

rt::task<> run_loop::drive() {
  // A run ends because somebody asked it to, never because a coroutine above it was cancelled.
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  std::string bug;
  try {
    emit(reducer_.begin());
    const auto turn = co_await wait_for_turn();
    if (turn)
      co_await talk();
    else
      fail(turn.error());
  } catch (const std::exception& e) {
    bug = e.what();
  }
  if (!bug.empty()) {
    core::log::error("bug", {{"where", "run"}, {"runId", run_->id.str()}, {"what", bug}});
    fail(core::make_error(core::errc::internal));
  }
  if (!reducer_.ended()) fail(core::make_internal(core::errc::internal, "the turn ended without an end"));
  if (!terminal_) terminal_ = domain::error_event{"Something went wrong on our side.", "internal", false};
  run_saver saver(*run_, repository_, settings_);
  co_await saver.save(plan_, reducer_, answer_, *terminal_);
}

rt::task<core::result<void>> run_loop::wait_for_turn() {
  auto& queue = run_->conversation->runs;
  std::int64_t told = 0;
  while (plan_.queued) {
    if (run_->end_requested()) co_return end_reason();
    const auto position = std::find(queue.begin(), queue.end(), run_.get()) - queue.begin();
    if (position == 0) {
      auto state =
          co_await repository_.activate_run(run_->tenant, run_->id, clock_.limit().narrowed(std::chrono::seconds(10)));
      if (state) {
        plan_.conversation.session_id = state->session_id;
        spec_ = make_spec();
        break;
      }
      if (state.error().code != core::errc::conversation_busy) co_return state.error();
    }
    const auto shown = std::max<std::int64_t>(position, 1);
    if (shown != told) {
      domain::status_event queued;
      queued.status = "queued";
      queued.position = told = shown;
      emit({queued});
    }
    if (clock_.passed())
      co_return core::make_error(core::errc::agent_timeout, "The turn waited too long for its place.");
    co_await wait_for_change(run_, queue_look);
  }
  co_return core::result<void>();
}

// A session, unless somebody wants the run to end first.
rt::task<core::result<agent::session_lease>> run_loop::acquire_or_end() {
  agent::admission who;
  who.tenant = run_->workspace;
  who.told = [this](std::size_t place) { tell_place(place); };
  auto acquire = sessions_.acquire(run_->conversation->id, spec_, clock_.limit(), std::move(who));
  auto end = wait_for_end(run_);
  auto either = std::move(acquire) || std::move(end);
  auto first = co_await std::move(either);
  if (first.index() == 1) co_return end_reason();
  co_return std::get<0>(std::move(first));
}

// How the wait for an agent process goes.
void run_loop::tell_place(std::size_t place) {
  domain::status_event status;
  status.status = place == 0 ? "starting" : "queued";
  if (place > 0) status.position = static_cast<std::int64_t>(place);
  emit({status});
}

// The conversation's session; a new one with what was said so far in its prompt where the CLI no longer knows the old.
rt::task<core::result<agent::session_lease>> run_loop::open_session() {
  if (spec_.resume_session_id && !sessions_.is_live(run_->conversation->id)) {
    // Another machine may have gone on with it.
    auto stored =
        co_await repository_.session_transcript(run_->tenant, run_->conversation->id, *spec_.resume_session_id,
                                                clock_.limit().narrowed(std::chrono::seconds(10)));
    if (!stored) co_return stored.error();
    spec_.stored_transcript = std::move(*stored);
  }
  auto lease = co_await acquire_or_end();
  if (lease || lease.error().code != core::errc::gone) co_return lease;
  core::log::warn("session_lost", {{"runId", run_->id.str()}, {"conversationId", run_->conversation->id.str()}});
  auto said = co_await repository_.recent_messages(run_->tenant, run_->conversation->id, settings_.history_messages,
                                                   clock_.limit().narrowed(std::chrono::seconds(10)));
  if (!said) co_return said.error();
  plan_.input.history = std::move(*said);
  plan_.conversation.session_id.clear();
  spec_ = make_spec();
  domain::status_event restored;
  restored.status = "restored";
  restored.detail = "The agent's own record of this conversation was lost; it continues from the saved messages.";
  emit({restored});
  co_return co_await acquire_or_end();
}

rt::task<> run_loop::talk() {
  auto lease = co_await open_session();
  if (!lease) {
    fail(lease.error());
    co_return;
  }
  run_->transcript.begin(spec_.resume_session_id.has_value());
  const auto begun = co_await lease->session().begin_turn(plan_.message, make_callbacks());
  if (!begun) {
    fail(begun.error());
    co_return;
  }
  rt::task_group side(run_->conversation->home);
  auto& session = lease->session();
  side.spawn([this, &session] { return end_on_request(run_, session, settings_.cancel_limit); });
  side.spawn([this] { return end_at(run_, clock_); });
  if (!plan_.queued) side.spawn([this] { return mark_running(); });
  std::exception_ptr bug;
  try {
    co_await listen(session);
  } catch (...) {
    bug = std::current_exception();
  }
  side.cancel();
  co_await side.join();  // they use the session: it must not go before them
  co_await broker_.finish();
  if (run_->transcript.began_blank()) {
    // The next turn's process is given a transcript that joins this turn to what was said before.
    core::log::error("session_blank", {{"runId", run_->id.str()}, {"conversationId", run_->conversation->id.str()}});
    co_await session.close(core::deadline::after(std::chrono::seconds(2)));
  }
  if (bug) std::rethrow_exception(bug);
}

rt::task<> run_loop::mark_running() {
  // Only for people who look at the row; the turn does not wait for it.
  const auto ignored =
      co_await repository_.activate_run(run_->tenant, run_->id, clock_.limit().narrowed(std::chrono::seconds(5)));
  (void)ignored;
}

rt::task<> run_loop::listen(agent::session& session) {
  while (!reducer_.ended()) {
    auto message = co_await session.next();
    if (run_->end_error()) {
      // Not the user's wish: what the CLI says of its interruption must not look like an answer.
      fail(*run_->end_error());
      co_await session.close(core::deadline::after(std::chrono::seconds(2)));
      co_return;
    }
    if (run_->end_requested() && !cancel_told_) {
      cancel_told_ = true;
      emit(reducer_.on_cancel(elapsed()));
    }
    if (!message) {
      fail(run_->end_requested() ? end_reason() : message.error());
      co_return;
    }
    if (const auto* mirrored = std::get_if<domain::transcript_mirror_message>(&message->message)) {
      run_->transcript.add(*mirrored, session.session_id());
      continue;
    }
    emit(reducer_.on_message(message->message, message->at));
    if (said_bytes_ > settings_.max_run_bytes) {
      run_->request_end(core::make_error(core::errc::budget_exceeded, "The answer grew beyond its limit."));
    }
  }
}

agent::session_callbacks run_loop::make_callbacks() {
  agent::session_callbacks out;
  // A call that was cut off may still be ending when the run has ended: the callback keeps what it uses.
  out.mcp_message = [self = shared_from_this()](core::json message) -> rt::task<core::json> {
    mcp::call_context context;
    context.tenant = &self->run_->tenant;
    context.workspace = self->run_->workspace;
    context.agent = self->plan_.input.agent.id;
    context.conversation = self->run_->conversation->id;
    context.run = self->run_->id;
    context.limit = self->clock_.limit().narrowed(std::chrono::seconds(60));
    co_return co_await self->channel_.on_message(std::move(message), std::move(context));
  };
  out.can_use_tool = [self = shared_from_this()](
                         std::string tool, std::string id,
                         core::json_text input) -> rt::task<agent::session_callbacks::permission> {
    const auto* known = self->channel_.find(tool);
    co_return co_await self->broker_.ask(known, std::move(id), std::move(input));
  };
  return out;
}

core::error run_loop::end_reason() {
  if (run_->end_error()) return *run_->end_error();
  if (!cancel_told_) {
    cancel_told_ = true;
    emit(reducer_.on_cancel(elapsed()));
  }
  return core::make_error(core::errc::cancelled);
}

void run_loop::emit(std::vector<domain::event> events) {
  for (auto& e : events) {
    if (domain::is_terminal(e)) {
      terminal_ = std::move(e);
      continue;
    }
    said_bytes_ += run_->conversation->log.append(run_->id, e);
    broker_.on_event(e);
  }
}

void run_loop::fail(const core::error& e) {
  if (!e.detail.empty()) {
    core::log::warn("run_failed", {{"runId", run_->id.str()},
                                   {"userId", run_->tenant.user_id().str()},
                                   {"workspaceId", run_->workspace.str()},
                                   {"code", core::name(e.code)},
                                   {"detail", e.detail}});
  }
  if (!reducer_.ended()) emit(reducer_.on_failure(e, elapsed()));
}

std::chrono::milliseconds run_loop::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
}

}  // namespace switchboard::chat
