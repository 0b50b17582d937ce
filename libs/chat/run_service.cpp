#include "chat/run_service.hpp"

#include "chat/run_loop.hpp"
#include "core/log.hpp"
#include "domain/prompt_builder.hpp"
#include "rt/on_shard.hpp"
#include "rt/timer.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <thread>

namespace switchboard::chat {
namespace {

constexpr auto save_grace = std::chrono::seconds(10);
constexpr auto launch_look = std::chrono::milliseconds(20);
constexpr int launch_looks = 50;

core::error shutting_down() {
  auto e = core::make_error(core::errc::shutting_down);
  e.retry_after = std::chrono::seconds(5);
  return e;
}

core::error recovering() {
  auto e = core::make_error(core::errc::database_unavailable);
  e.retry_after = std::chrono::seconds(2);
  return e;
}

core::error quota_exceeded() {
  auto e = core::make_error(core::errc::quota_exceeded, "Today's budget is used up.");
  const auto now = std::chrono::system_clock::now();
  const auto midnight = std::chrono::ceil<std::chrono::days>(now);
  e.retry_after = std::chrono::ceil<std::chrono::seconds>(midnight - now);
  return e;
}

// Names the cursor from which there is something to read.
core::error gone_before(std::int64_t cursor) {
  auto e = core::make_error(core::errc::gone);
  e.members.emplace_back("after", std::to_string(cursor));
  return e;
}

store::new_run make_run(const start_request& request, const domain::turn_input& input, const run_settings& settings,
                        const std::string& model) {
  store::new_run run;
  run.run = core::run_id::random();
  run.user_message = core::message_id::random();
  run.workspace = request.workspace;
  run.agent = request.agent;
  run.message = request.message;
  run.title = domain::title_from(request.message);
  run.model = model;
  run.server_id = settings.server_id;
  run.limits = settings.limits;
  run.key = request.key;
  run.creates_conversation = !input.conversation.has_value();
  return run;
}

}  // namespace

run_service::run_service(rt::runtime& runtime, store::chat_repository& repository,
                         store::approval_repository& approvals, agent::session_pool& sessions,
                         std::shared_ptr<const mcp::registry> tools, run_settings settings)
    : runtime_(runtime),
      repository_(repository),
      approvals_(approvals),
      sessions_(sessions),
      tools_(std::move(tools)),
      settings_(std::move(settings)),
      hub_(runtime) {
  for (std::size_t i = 0; i < runtime_.size(); ++i) {
    groups_.push_back(std::make_unique<rt::task_group>(runtime_.executor(i)));
  }
}

run_service::~run_service() = default;

rt::task<core::result<std::optional<started_run>>> run_service::replay(const auth::tenant_context& tenant,
                                                                       const start_request& request,
                                                                       core::deadline limit) {
  if (!request.key) co_return std::optional<started_run>();
  const auto found = co_await repository_.find_idempotent(tenant, *request.key, limit);
  if (!found) co_return found.error();
  if (!*found) co_return std::optional<started_run>();
  if (!(*found)->same_body) co_return core::make_error(core::errc::idempotency_mismatch);
  const auto& row = (*found)->run;
  auto live = co_await find_live(row);
  started_run out{run_reader(repository_, tenant, row.run, std::move(live), 0), row.run, row.conversation, true};
  co_return std::optional<started_run>(std::move(out));
}

// The run if it lives here. Its row is there a moment before its loop is.
rt::task<std::shared_ptr<live_run>> run_service::find_live(store::run_row row) const {
  auto live = hub_.find(row.run);
  const bool over = row.status == "done" || row.status == "failed" || row.status == "cancelled";
  for (int looks = 0; !live && !over && looks < launch_looks; ++looks) {
    co_await rt::sleep_for(launch_look);
    live = hub_.find(row.run);
  }
  co_return live;
}

// Rejects, interrupts or queues behind the conversation's running turn, as the request says.
rt::task<core::result<domain::conversation_state>> run_service::begin(const auth::tenant_context& tenant,
                                                                      store::new_run& run, const start_request& request,
                                                                      core::deadline limit) {
  auto state = co_await repository_.begin_run(tenant, run, limit);
  if (state || state.error().code != core::errc::conversation_busy || request.busy == on_busy::reject) co_return state;
  // It may be this very message, sent again, that keeps the conversation busy: it must not interrupt or follow itself.
  if (request.key) {
    const auto known = co_await repository_.find_idempotent(tenant, *request.key, limit);
    if (!known || *known) co_return state;
  }
  const auto live = hub_.find(run.conversation);
  if (live) {
    const auto& members = state.error().members;
    const auto busy = members.empty() ? std::nullopt : core::run_id::parse(members.front().second);
    auto look = [&]() -> rt::task<std::size_t> {
      // The turn that was in the way, not one that has come since: that may be this very message, sent again.
      auto* first = live->runs.empty() ? nullptr : live->runs.front();
      if (request.busy == on_busy::interrupt && first != nullptr && first->id == busy) first->request_end(std::nullopt);
      co_return live->runs.size();
    };
    const auto waiting = co_await rt::on_shard(live->home, look);
    if (waiting > settings_.max_queued) {
      auto full = core::make_error(core::errc::rate_limited, "Too many messages wait in this conversation.");
      full.retry_after = std::chrono::seconds(5);
      co_return full;
    }
  }
  run.queued = true;
  co_return co_await repository_.begin_run(tenant, run, limit);
}

rt::task<core::result<started_run>> run_service::start(auth::tenant_context tenant, start_request request,
                                                       core::deadline limit) {
  if (closing_) co_return shutting_down();
  if (recovering_) co_return recovering();
  auto replayed = co_await replay(tenant, request, limit);
  if (!replayed) co_return replayed.error();
  if (*replayed) co_return std::move(**replayed);

  store::turn_key key{request.workspace, request.agent, request.conversation};
  auto input = co_await repository_.load_turn(tenant, key, limit);
  if (!input) co_return input.error();
  if (settings_.daily_cost_limit > 0 && input->spent_today >= settings_.daily_cost_limit) co_return quota_exceeded();
  if (auto ready = sessions_.ready(); !ready) co_return ready.error();
  const auto model = settings_.models.find(input->agent.model);
  auto run = make_run(request, *input, settings_, model == settings_.models.end() ? input->agent.model : model->second);
  run.conversation = request.conversation.value_or(hub_.new_conversation_on(runtime_.current()));
  // From the run's row to its loop nothing may be cut off, or the row would hold its conversation with nobody to end
  // it.
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  auto state = co_await begin(tenant, run, request, limit);
  if (!state) {
    // Two requests with one key raced: the other one has started the run, which also makes the conversation busy.
    const bool raced =
        state.error().code == core::errc::conflict || state.error().code == core::errc::conversation_busy;
    if (!raced || !request.key) co_return state.error();
    auto again = co_await replay(tenant, request, limit);
    if (!again) co_return again.error();
    if (!*again) co_return state.error();
    co_return std::move(**again);
  }
  core::log::info("run_started", {{"requestId", request.request_id},
                                  {"runId", run.run.str()},
                                  {"conversationId", run.conversation.str()},
                                  {"userId", tenant.user_id().str()},
                                  {"workspaceId", run.workspace.str()},
                                  {"agentId", run.agent.str()}});
  run_plan plan{std::move(*input), std::move(*state), std::move(request.message), run.queued};
  auto live = co_await launch(tenant, run, std::move(plan));
  co_return started_run{run_reader(repository_, tenant, run.run, live, live->before_first), run.run, run.conversation,
                        false};
}

rt::task<std::shared_ptr<live_run>> run_service::launch(const auth::tenant_context& tenant, const store::new_run& run,
                                                        run_plan plan) {
  auto conversation = hub_.open(run.conversation);
  auto live = std::make_shared<live_run>(run.run, run.workspace, tenant, conversation);
  counts_.started += 1;
  counts_.live += 1;
  auto enter = [&]() -> rt::task<std::shared_ptr<live_run>> {
    auto& log = conversation->log;
    log.numbers().add(plan.conversation.last_seq, plan.conversation.reserved_seq);
    const auto before = log.numbers().next() - 1;
    if (conversation->runs.empty() && before > log.last_seq()) {
      // Nothing unsaved is here. Where numbers were given elsewhere meanwhile, readers find those events in the rows.
      log.trim(log.last_seq(), 0);
      log.continue_after(before);
    }
    live->before_first = log.last_seq();
    conversation->runs.push_back(live.get());
    hub_.add(live);
    if (closing_) live->request_end(core::make_error(core::errc::server_restart));  // shutdown() has not seen it
    auto loop =
        std::make_shared<run_loop>(live, std::move(plan), repository_, approvals_, sessions_, tools_, settings_);
    groups_[hub_.home_of(run.conversation)]->spawn([this, loop, live]() -> rt::task<> {
      co_await loop->drive();
      leave(*live, loop->outcome());
      co_await loop->join();
      counts_.live -= 1;  // last: shutdown() waits for it
    });
    co_return live;
  };
  co_return co_await rt::on_shard(conversation->home, enter);
}

void run_service::leave(live_run& run, const domain::run_outcome& outcome) {
  auto& conversation = *run.conversation;
  run.finished = true;
  std::erase(conversation.runs, &run);
  for (auto* next : conversation.runs) next->changed.cancel();
  auto saved = conversation.log.last_seq();
  for (const auto* other : conversation.runs) saved = std::min(saved, other->before_first);
  conversation.log.trim(saved, settings_.keep_bytes);
  auto& count = outcome.state == domain::run_state::completed   ? counts_.done
                : outcome.state == domain::run_state::cancelled ? counts_.cancelled
                                                                : counts_.failed;
  count += 1;
  core::log::info("run_ended", {{"runId", run.id.str()},
                                {"conversationId", conversation.id.str()},
                                {"userId", run.tenant.user_id().str()},
                                {"workspaceId", run.workspace.str()},
                                {"stopReason", outcome.stop_reason},
                                {"code", outcome.error ? core::name(outcome.error->code) : std::string_view()},
                                {"inputTokens", outcome.tokens.input_tokens},
                                {"outputTokens", outcome.tokens.output_tokens},
                                {"costMicrodollars", outcome.cost_microdollars}});
  hub_.remove(run.id);
}

rt::task<core::result<void>> run_service::recover(core::deadline limit) {
  recovering_ = true;
  const auto ended = co_await repository_.abandon_runs_of(settings_.server_id, limit);
  if (!ended) co_return ended.error();
  if (*ended > 0) core::log::warn("runs_abandoned", {{"count", *ended}});
  recovering_ = false;
  co_return core::result<void>();
}

rt::task<core::result<run_reader>> run_service::read(auth::tenant_context tenant, core::run_id run, std::int64_t after,
                                                     core::deadline limit) {
  const auto row = co_await repository_.find_run(tenant, run, limit);
  if (!row) co_return row.error();
  auto live = co_await find_live(*row);
  if (!live && after < row->last_seq) {
    const auto next = co_await repository_.run_events(tenant, run, after, 1, limit);
    if (!next) co_return next.error();
    if (next->empty()) co_return gone_before(row->last_seq);
  }
  co_return run_reader(repository_, std::move(tenant), run, std::move(live), after);
}

rt::task<core::result<conversation_reader>> run_service::read_conversation(auth::tenant_context tenant,
                                                                           core::conversation_id conversation,
                                                                           std::int64_t after, core::deadline limit) {
  const auto state = co_await repository_.find_conversation(tenant, conversation, limit);
  if (!state) co_return state.error();
  if (after < state->purged_seq) co_return gone_before(state->purged_seq);
  auto live = hub_.open(conversation);
  const auto saved = state->last_seq;
  auto enter = [&]() -> rt::task<bool> {
    live->log.continue_after(saved);
    co_return after < live->log.floor();
  };
  if (co_await rt::on_shard(live->home, enter)) {
    const auto next = co_await repository_.conversation_events(tenant, conversation, after, 1, limit);
    if (!next) co_return next.error();
    if (next->empty()) co_return gone_before(saved);
  }
  co_return conversation_reader(repository_, std::move(tenant), std::move(live), after);
}

std::optional<std::int64_t> run_service::first_event(core::run_id run) const {
  const auto live = hub_.find(run);
  if (!live) return std::nullopt;
  return live->before_first + 1;
}

rt::task<core::result<void>> run_service::cancel(auth::tenant_context tenant, core::run_id run, core::deadline limit) {
  const auto row = co_await repository_.find_run(tenant, run, limit);
  if (!row) co_return row.error();
  const auto live = co_await find_live(*row);
  if (!live) co_return core::result<void>();
  auto ask = [live]() -> rt::task<bool> {
    live->request_end(std::nullopt);
    co_return true;
  };
  co_await rt::on_shard(live->conversation->home, ask);
  co_return core::result<void>();
}

void run_service::end_runs_in(core::workspace_id workspace, std::optional<core::user_id> user) {
  for (const auto& live : hub_.all()) {
    if (live->workspace != workspace || (user && live->tenant.user_id() != *user)) continue;
    runtime_.on(hub_.home_of(live->conversation->id), [live] { live->request_end(std::nullopt); });
  }
}

rt::task<> run_service::look_for_answers(core::run_id run) {
  const auto live = hub_.find(run);
  if (!live) co_return;
  auto post = [live]() -> rt::task<bool> {
    live->answers.post();
    co_return true;
  };
  co_await rt::on_shard(live->conversation->home, post);
}

void run_service::end_run(core::run_id run) {
  const auto live = hub_.find(run);
  if (!live) return;
  runtime_.on(hub_.home_of(live->conversation->id), [live] { live->request_end(std::nullopt); });
}

void run_service::shutdown(core::deadline grace) {
  closing_ = true;
  const auto wait_until_empty = [this](core::deadline limit) {
    while (counts_.live > 0 && !limit.passed()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  wait_until_empty(grace);
  for (const auto& live : hub_.all()) {
    runtime_.on(hub_.home_of(live->conversation->id), [live] {
      live->request_end(core::make_error(core::errc::server_restart));
      live->stop_saving();
    });
  }
  wait_until_empty(core::deadline::after(save_grace));
  for (const auto& conversation : hub_.conversations()) {
    runtime_.on(hub_.home_of(conversation->id), [conversation] { conversation->log.close(); });
  }
  for (const auto& live : hub_.all()) core::log::error("run_left_behind", {{"runId", live->id.str()}});
}

}  // namespace switchboard::chat
