#include "chat/run_loop.hpp"

#include "chat/agent_setup.hpp"
#include "chat/run_saver.hpp"
#include "chat/run_waits.hpp"
#include "core/json.hpp"
#include "core/log.hpp"
#include "rt/settle.hpp"
#include "rt/timer.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace switchboard::chat {
namespace {

using boost::asio::experimental::awaitable_operators::operator||;

constexpr auto queue_look = std::chrono::seconds(1);  // another server may hold the conversation's turn
constexpr auto query_limit = std::chrono::seconds(10);
constexpr auto block_limit = std::chrono::seconds(1);  // for a block of numbers that is on its way at the run's end

const std::string& id_of(const agent::session_spec& spec) {
  static const std::string none;
  if (spec.resume_session_id) return *spec.resume_session_id;
  return spec.new_session_id ? *spec.new_session_id : none;
}

domain::run_context context_of(const live_run& run, const run_plan& plan, const agent::session_spec& spec,
                               core::message_id answer) {
  domain::run_context c;
  c.conversation = run.conversation->id;
  c.run = run.id;
  c.message = answer;
  c.is_resumed = spec.resume_session_id.has_value();
  c.session_id = id_of(spec);
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
      policy_(tool_policy_of(plan_.input.agent, settings_)),
      broker_(run_, approvals, clock_, policy_, settings.approval_limit,
              [this](domain::event e) {
                std::vector<domain::event> one;
                one.push_back(std::move(e));
                emit(std::move(one));
              }),
      channel_(std::move(tools), plan_.input.agent.tools, policy_,
               [this](const mcp::tool_description& tool, const std::string& id) { return broker_.allows(tool, id); }),
      left_over_(run_->conversation->home),
      spec_(make_spec()),
      announced_(spec_),
      reducer_(context_of(*run_, plan_, spec_, answer_)) {
  if (!plan_.queued) run_->conversation->session_id = id_of(spec_);
}

agent::session_spec run_loop::make_spec() const {
  auto spec = session_spec_of(plan_.input, settings_, channel_, policy_);
  // What a run that waits says of its session is what the turn before it will most likely leave.
  const auto& running = run_->conversation->session_id;
  if (!plan_.conversation.session_id.empty())
    spec.resume_session_id = plan_.conversation.session_id;
  else if (plan_.queued && !running.empty())
    spec.resume_session_id = running;
  else
    spec.new_session_id = core::uuid::random().str();
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
  if (refilling_) co_await await_block(core::deadline::after(block_limit));
  run_saver saver(*run_, repository_, settings_);
  co_await saver.save(plan_, reducer_, answer_, *terminal_);
}

rt::task<> run_loop::join() {
  co_await left_over_.join();
}

rt::task<core::result<void>> run_loop::wait_for_turn() {
  auto& queue = run_->conversation->runs;
  const question<domain::conversation_state> activate = [this] {
    return repository_.activate_run(run_->tenant, run_->id, query_deadline());
  };
  std::int64_t told = 0;
  while (plan_.queued) {
    if (run_->end_requested()) co_return end_reason();
    const auto position = std::find(queue.begin(), queue.end(), run_.get()) - queue.begin();
    if (position == 0) {
      auto state = co_await unless_ended(run_, left_over_, activate);
      if (!state) co_return end_reason();
      if (*state) {
        take_turn(**state);
        break;
      }
      if (state->error().code != core::errc::conversation_busy) co_return state->error();
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

// The turn before this one has ended: what it left is known now.
void run_loop::take_turn(domain::conversation_state now) {
  run_->conversation->log.numbers().add(now.last_seq, now.reserved_seq);
  plan_.conversation = std::move(now);
  plan_.queued = false;
  was_queued_ = true;
  const auto waited_with = spec_;
  spec_ = make_spec();
  // A session that was to be new, and still is, keeps the name that was announced.
  if (spec_.new_session_id && waited_with.new_session_id) spec_.new_session_id = waited_with.new_session_id;
  run_->conversation->session_id = id_of(spec_);
}

// A session, unless somebody wants the run to end first.
rt::task<core::result<agent::session_lease>> run_loop::acquire_or_end() {
  agent::admission who;
  who.tenant = run_->workspace;
  who.told = [this](std::size_t place) { tell_place(place); };
  auto acquire = sessions_.acquire(run_->conversation->id, spec_, clock_.limit(), std::move(who));
  auto settled = rt::settle(std::move(acquire));
  auto end = wait_for_end(run_);
  auto either = std::move(settled) || std::move(end);
  auto first = co_await std::move(either);
  if (first.index() == 1) co_return end_reason();
  co_return std::get<0>(std::move(first)).get();
}

// How the wait for an agent process goes. That it starts is said with its session, where that is not the announced one.
void run_loop::tell_place(std::size_t place) {
  domain::status_event status;
  status.status = place == 0 ? "starting" : "queued";
  if (place > 0) status.position = static_cast<std::int64_t>(place);
  if (place == 0) {
    status.detail = std::exchange(starting_detail_, "");
    if (id_of(spec_) != id_of(announced_)) {
      status.session_id = id_of(spec_);
      status.is_resumed = spec_.resume_session_id.has_value();
    }
    announced_ = spec_;
  }
  emit({status});
}

// The conversation's session; a new one with what was said so far in its prompt where the CLI no longer knows the old.
rt::task<core::result<agent::session_lease>> run_loop::open_session() {
  if (spec_.resume_session_id && !sessions_.is_live(run_->conversation->id)) {
    // Another machine may have gone on with it.
    const question<std::string> look = [this] {
      return repository_.session_transcript(run_->tenant, run_->conversation->id, *spec_.resume_session_id,
                                            query_deadline());
    };
    auto stored = co_await unless_ended(run_, left_over_, look);
    if (!stored) co_return end_reason();
    if (!*stored) co_return stored->error();
    spec_.stored_transcript = std::move(**stored);
  }
  auto lease = co_await acquire_or_end();
  if (lease || lease.error().code != core::errc::gone) co_return lease;
  core::log::warn("session_lost", {{"runId", run_->id.str()}, {"conversationId", run_->conversation->id.str()}});
  const question<std::vector<domain::said_message>> recall = [this] {
    return repository_.recent_messages(run_->tenant, run_->conversation->id, settings_.history_messages,
                                       query_deadline());
  };
  auto said = co_await unless_ended(run_, left_over_, recall);
  if (!said) co_return end_reason();
  if (!*said) co_return said->error();
  plan_.input.history = std::move(**said);
  plan_.conversation.session_id.clear();
  spec_ = make_spec();
  run_->conversation->session_id = id_of(spec_);
  starting_detail_ = "The agent's own record of this conversation was lost; it continues from the saved messages.";
  co_return co_await acquire_or_end();
}

rt::task<> run_loop::talk() {
  auto lease = co_await open_session();
  if (!lease) {
    fail(lease.error());
    co_return;
  }
  if (id_of(spec_) != id_of(announced_)) tell_place(0);
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
  if (!was_queued_) left_over_.spawn([this] { return mark_running(); });
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
  const auto ignored = co_await repository_.mark_running(run_->tenant, run_->id, query_deadline());
  (void)ignored;
}

// Event numbers are reserved long before they run out. Where Postgres is away for so long that they do, the agent
// waits: a number that is not reserved could be given twice. The last few are for the run's end.
rt::task<> run_loop::keep_numbers() {
  auto& numbers = run_->conversation->log.numbers();
  if (numbers.left() >= settings_.numbers_low) co_return;
  if (!refilling_) refill();
  while (numbers.left() < settings_.numbers_last && !run_->end_requested()) {
    if (!refilling_) {
      co_await wait_for_change(run_, queue_look);
      if (!refilling_ && !run_->end_requested()) refill();
    }
    co_await await_block(clock_.limit());
  }
}

void run_loop::refill() {
  refilling_ = true;
  left_over_.spawn([this]() -> rt::task<> {
    auto reserving = repository_.reserve_numbers(run_->tenant, run_->conversation->id, query_deadline());
    const auto block = co_await rt::settle(std::move(reserving));
    if (block.value && *block.value)
      run_->conversation->log.numbers().add((*block.value)->after, (*block.value)->until);
    refilling_ = false;
    run_->changed.cancel();
  });
}

// Until the block that is on its way has come, or is not to be had, or the run is to end.
rt::task<> run_loop::await_block(core::deadline limit) {
  const bool ending = run_->end_requested();
  while (refilling_ && run_->end_requested() == ending && !limit.passed()) {
    co_await wait_for_change(run_, limit.remaining());
  }
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
    co_await keep_numbers();
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

core::deadline run_loop::query_deadline() const {
  return clock_.limit().narrowed(query_limit);
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
