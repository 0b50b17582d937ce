#include "chat/run_saver.hpp"

#include "chat/event_merge.hpp"
#include "chat/run_loop.hpp"
#include "core/log.hpp"
#include "domain/prompt_builder.hpp"
#include "rt/timer.hpp"

#include <algorithm>

namespace switchboard::chat {
namespace {

constexpr auto attempt_limit = std::chrono::seconds(10);
constexpr auto longest_pause = std::chrono::milliseconds(5'000);

bool is_outage(const core::error& e) {
  return e.code == core::errc::database_unavailable || e.code == core::errc::timed_out;
}

// A conflict may be a lost race, which passes; one that stays is a fault of the record's own.
bool worth_another_try(const core::error& e) {
  return is_outage(e) || e.code == core::errc::conflict;
}

store::run_end end_of(domain::run_state state) {
  switch (state) {
    case domain::run_state::completed:
      return store::run_end::done;
    case domain::run_state::cancelled:
      return store::run_end::cancelled;
    case domain::run_state::running:
    case domain::run_state::failed:
      break;
  }
  return store::run_end::failed;
}

domain::error_event not_saved(const core::error& e) {
  domain::error_event out;
  if (e.code == core::errc::not_found || e.code == core::errc::forbidden) {
    out = {"The conversation is no longer yours to write to.", "forbidden", false};
  } else if (is_outage(e)) {
    out = {"The answer could not be saved yet; it will be as soon as possible.", "database_unavailable", true};
  } else {
    out = {"The answer could not be saved.", "internal", false};
  }
  return out;
}

}  // namespace

store::finished_run run_saver::record(const run_plan& plan, const domain::run_reducer& reducer,
                                      core::message_id answer) const {
  const auto& outcome = reducer.outcome();
  store::finished_run r;
  r.run = run_.id;
  r.conversation = run_.conversation->id;
  r.workspace = run_.workspace;
  r.agent = plan.input.agent.id;
  r.how = end_of(outcome.state);
  r.text = reducer.text();
  r.parts = reducer.parts_json();
  if (r.how == store::run_end::done || r.parts.text != "[]") r.assistant_message = answer;
  r.title = domain::title_from(plan.message);
  r.tokens = outcome.tokens;
  r.cost_microdollars = outcome.cost_microdollars;
  r.turn_count = outcome.turn_count;
  r.stop_reason = outcome.stop_reason;
  if (outcome.session_seen) {
    r.session_id = outcome.session_id;
    r.transcript = run_.transcript.take();
    r.transcript.begins = plan.conversation.session_id.empty();
  }
  if (outcome.error) {
    r.error_code = std::string(core::name(outcome.error->code));
    r.error_message = outcome.error->message;
  }
  return r;
}

rt::task<> run_saver::save(const run_plan& plan, const domain::run_reducer& reducer, core::message_id answer,
                           domain::event terminal) {
  auto& log = run_.conversation->log;
  terminal_seq_ = log.reserve();
  auto what = record(plan, reducer, answer);
  auto saved = co_await try_until(what, terminal, core::deadline::after(settings_.save_patience));
  if (saved) {
    log.fill(terminal_seq_, run_.id, terminal);
    co_return;
  }
  core::log::error("run_not_saved", {{"runId", run_.id.str()}, {"detail", saved.error().detail}});
  const auto told = not_saved(saved.error());
  log.fill(terminal_seq_, run_.id, told);
  what.how = store::run_end::failed;
  what.error_code = told.code;
  what.error_message = told.message;
  if (is_outage(saved.error()))
    co_await keep_trying(std::move(what), told);
  else
    co_await abandon(what);
}

rt::task<core::result<void>> run_saver::try_until(store::finished_run what, const domain::event& terminal,
                                                  core::deadline patience) {
  auto events = run_.conversation->log.of_run(run_.id);
  if (events.empty() || events.back()->role != event_role::terminal) {
    published_event last;
    last.seq = terminal_seq_;
    last.run = run_.id;
    last.type = std::string(domain::type_name(terminal));
    last.data = domain::to_json(terminal, terminal_seq_);
    last.role = event_role::terminal;
    events.push_back(std::make_shared<const published_event>(std::move(last)));
  }
  what.events = merge_deltas(events);
  what.first_seq = events.front()->seq;
  what.last_seq = terminal_seq_;
  auto pause = std::chrono::milliseconds(50);
  for (;;) {
    // The run that is alone in its conversation gives the numbers back that it did not use.
    auto& numbers = run_.conversation->log.numbers();
    const auto held = numbers.now();
    what.held_until.reset();
    if (run_.conversation->runs.size() == 1) what.held_until = numbers.until();
    const auto saved = co_await repository_.finish_run(run_.tenant, what, core::deadline::after(attempt_limit));
    if (saved) {
      if (*saved == store::reservation::released) numbers.forget(held);
      co_return core::result<void>();
    }
    if (!worth_another_try(saved.error()) || patience.passed() || run_.saving_stopped()) co_return saved.error();
    co_await rt::sleep_for(pause);
    pause = std::min(pause * 2, longest_pause);
  }
}

// The client has its answer; the rows follow when Postgres is back. Ends early when the server shuts down: the row then
// is an unfinished run that the next server ends. A run that the user cancelled is saved like any other.
rt::task<> run_saver::keep_trying(store::finished_run what, domain::event terminal) {
  while (!run_.saving_stopped()) {
    const auto saved = co_await try_until(what, terminal, core::deadline::after(std::chrono::seconds(30)));
    if (saved) {
      core::log::info("run_saved_late", {{"runId", run_.id.str()}});
      co_return;
    }
    if (is_outage(saved.error())) continue;
    core::log::error("run_not_saved", {{"runId", run_.id.str()}, {"detail", saved.error().detail}});
    co_await abandon(what);
    co_return;
  }
}

// What cannot be saved must not hold its conversation for ever: the row ends without what was said. Its end is numbered
// above all numbers that were reserved, so the next run must reserve its own.
rt::task<> run_saver::abandon(const store::finished_run& what) {
  auto& numbers = run_.conversation->log.numbers();
  auto pause = std::chrono::milliseconds(50);
  for (;;) {
    const auto limit = core::deadline::after(attempt_limit);
    const auto held = numbers.now();
    const auto done = co_await repository_.abandon_run(run_.id, what.error_code, what.error_message, limit);
    if (done) {
      numbers.forget(held);
      co_return;
    }
    core::log::error("run_not_ended", {{"runId", run_.id.str()}, {"detail", done.error().detail}});
    if (!is_outage(done.error()) || run_.saving_stopped()) co_return;
    co_await rt::sleep_for(pause);
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace switchboard::chat
