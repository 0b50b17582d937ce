#include "fake_chat_repository.hpp"

#include "domain/event.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchboard::test {
namespace {

bool active(const fake_run& r) {
  return r.status == "starting" || r.status == "running";
}

bool over(const fake_run& r) {
  return r.end.has_value() || r.status == "failed";
}

std::string name_of(const auth::tenant_context& tenant, const store::idempotency& key) {
  return tenant.user_id().str() + " " + key.key;
}

std::vector<store::stored_event> page(std::vector<store::stored_event> all, std::int64_t after, int rows) {
  std::erase_if(all, [&](const auto& e) { return e.seq <= after; });
  std::ranges::sort(all, {}, &store::stored_event::seq);
  if (all.size() > static_cast<std::size_t>(rows)) all.resize(static_cast<std::size_t>(rows));
  return all;
}

}  // namespace

rt::task<core::result<domain::turn_input>> fake_chat_repository::load_turn(const auth::tenant_context& tenant,
                                                                           store::turn_key key, core::deadline) {
  co_await load_gate.pass();
  const std::lock_guard lock(mutex_);
  if (!member) co_return core::make_error(core::errc::forbidden);
  domain::turn_input input;
  input.agent.id = key.agent;
  input.agent.model = "sonnet";
  input.agent.max_turns = 5;
  if (key.conversation) {
    const auto found = conversations_.find(*key.conversation);
    if (found == conversations_.end() || found->second.user != tenant.user_id().str()) {
      co_return core::make_error(core::errc::not_found);
    }
    domain::conversation_state c;
    c.id = found->first;
    c.session_id = found->second.session_id;
    input.conversation = std::move(c);
  }
  co_return input;
}

rt::task<core::result<std::optional<store::replayed_run>>> fake_chat_repository::find_idempotent(
    const auth::tenant_context& tenant, store::idempotency key, core::deadline) {
  co_await find_key_gate.pass();
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(name_of(tenant, key));
  if (found == keys_.end()) co_return std::optional<store::replayed_run>();
  store::replayed_run out;
  out.run = row_of(runs_.at(found->second.run));
  out.same_body = found->second.key.body_hash == key.body_hash;
  co_return std::optional(out);
}

domain::conversation_state fake_chat_repository::reserve(core::conversation_id id) {
  auto& c = conversations_.at(id);
  domain::conversation_state out;
  out.id = id;
  out.session_id = c.session_id;
  out.last_seq = std::max(c.last_seq, c.reserved_seq);
  c.reserved_seq = out.last_seq + block;
  out.reserved_seq = c.reserved_seq;
  return out;
}

rt::task<fake_chat_repository::state> fake_chat_repository::begin_run(const auth::tenant_context& tenant,
                                                                      store::new_run run, core::deadline) {
  co_await begin_gate.pass();
  const std::lock_guard lock(mutex_);
  const auto unfinished = [&](const core::run_id& id) {
    const auto& r = runs_.at(id);
    return r.asked.conversation == run.conversation && !over(r);
  };
  if (!run.queued) {
    const auto first =
        std::ranges::find_if(order_, [&](const auto& id) { return unfinished(id) && active(runs_.at(id)); });
    const auto other = first != order_.end() ? first : std::ranges::find_if(order_, unfinished);
    if (other != order_.end()) {
      auto busy = core::make_error(core::errc::conversation_busy);
      busy.members.emplace_back("runId", other->str());
      co_return busy;
    }
  }
  if (run.key) {
    const auto name = name_of(tenant, *run.key);
    if (keys_.contains(name)) co_return core::make_internal(core::errc::conflict, "idempotency key taken");
    keys_[name] = {*run.key, run.run};
  }
  if (run.creates_conversation) conversations_[run.conversation].user = tenant.user_id().str();
  fake_run row;
  row.asked = run;
  row.user = tenant.user_id().str();
  row.status = run.queued ? "queued" : "starting";
  runs_[run.run] = std::move(row);
  order_.push_back(run.run);
  co_return reserve(run.conversation);
}

rt::task<fake_chat_repository::state> fake_chat_repository::activate_run(const auth::tenant_context&, core::run_id run,
                                                                         core::deadline) {
  co_await activate_gate.pass();
  if (throwing_activations > 0) {
    --throwing_activations;
    throw std::runtime_error("a bug in the repository");
  }
  const std::lock_guard lock(mutex_);
  auto& r = runs_.at(run);
  const bool busy = std::ranges::any_of(runs_, [&](const auto& other) {
    return other.first != run && other.second.asked.conversation == r.asked.conversation && active(other.second);
  });
  if (busy || over(r)) co_return core::make_error(core::errc::conversation_busy);
  r.status = "running";
  co_return reserve(r.asked.conversation);
}

rt::task<core::result<void>> fake_chat_repository::mark_running(const auth::tenant_context&, core::run_id run,
                                                                core::deadline) {
  co_await mark_gate.pass();
  const std::lock_guard lock(mutex_);
  auto& r = runs_.at(run);
  if (!over(r)) r.status = "running";
  co_return core::result<void>();
}

rt::task<core::result<store::number_block>> fake_chat_repository::reserve_numbers(const auth::tenant_context&,
                                                                                  core::conversation_id conversation,
                                                                                  core::deadline) {
  co_await reserve_gate.pass();
  const std::lock_guard lock(mutex_);
  const auto now = reserve(conversation);
  co_return store::number_block{now.last_seq, now.reserved_seq};
}

rt::task<core::result<store::reservation>> fake_chat_repository::finish_run(const auth::tenant_context&,
                                                                            store::finished_run run, core::deadline) {
  ++finishes;
  co_await finish_gate.pass();
  const std::lock_guard lock(mutex_);
  if (failing_finishes > 0) {
    --failing_finishes;
    co_return core::make_internal(finish_error, "asked to fail");
  }
  auto& r = runs_.at(run.run);
  if (over(r)) co_return store::reservation::kept;
  auto& c = conversations_.at(run.conversation);
  r.status = run.how == store::run_end::done ? "done" : run.how == store::run_end::failed ? "failed" : "cancelled";
  r.error_code = run.error_code;
  r.last_seq = run.last_seq;
  r.events = run.events;
  r.end = run;
  if (!run.session_id.empty()) c.session_id = run.session_id;
  c.last_seq = std::max(c.last_seq, run.last_seq);
  if (!run.held_until || *run.held_until != c.reserved_seq) co_return store::reservation::kept;
  c.reserved_seq = run.last_seq;
  co_return store::reservation::released;
}

rt::task<core::result<std::vector<domain::said_message>>> fake_chat_repository::recent_messages(
    const auth::tenant_context&, core::conversation_id conversation, int, core::deadline) {
  co_await recent_gate.pass();
  const std::lock_guard lock(mutex_);
  std::vector<domain::said_message> out;
  for (const auto& id : order_) {
    const auto& r = runs_.at(id);
    if (r.asked.conversation != conversation || !r.end) continue;
    out.push_back({"user", r.asked.message});
    out.push_back({"assistant", r.end->text});
  }
  co_return out;
}

rt::task<core::result<std::string>> fake_chat_repository::session_transcript(const auth::tenant_context&,
                                                                             core::conversation_id, std::string,
                                                                             core::deadline) {
  co_await transcript_gate.pass();
  co_return std::string();
}

rt::task<core::result<void>> fake_chat_repository::abandon_run(core::run_id run, std::string code, std::string message,
                                                               core::deadline) {
  const std::lock_guard lock(mutex_);
  ++abandoned;
  auto& r = runs_.at(run);
  if (over(r)) co_return core::result<void>();
  auto& c = conversations_.at(r.asked.conversation);
  c.last_seq = c.reserved_seq = std::max(c.last_seq, c.reserved_seq) + 1;
  r.status = "failed";
  r.error_code = code;
  r.last_seq = c.last_seq;
  r.events = {{c.last_seq, "error", domain::to_json(domain::error_event{message, code, true}, c.last_seq)}};
  co_return core::result<void>();
}

rt::task<core::result<std::int64_t>> fake_chat_repository::abandon_runs_of(std::string server_id,
                                                                           core::deadline limit) {
  std::vector<core::run_id> left;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& id : order_) {
      const auto& r = runs_.at(id);
      if (r.asked.server_id == server_id && !over(r)) left.push_back(id);
    }
  }
  for (const auto& id : left) co_await abandon_run(id, "server_restart", "The server restarted.", limit);
  co_return static_cast<std::int64_t>(left.size());
}

bool fake_chat_repository::sees(const fake_run& run, const auth::tenant_context& tenant) const {
  return member && run.user == tenant.user_id().str();
}

store::run_row fake_chat_repository::row_of(const fake_run& run) const {
  return {run.asked.run, run.asked.conversation, run.asked.workspace, run.status, 0, run.last_seq};
}

rt::task<core::result<store::run_row>> fake_chat_repository::find_run(const auth::tenant_context& tenant,
                                                                      core::run_id run, core::deadline) {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find(run);
  if (found == runs_.end() || !sees(found->second, tenant)) co_return core::make_error(core::errc::not_found);
  co_return row_of(found->second);
}

rt::task<core::result<std::vector<store::stored_event>>> fake_chat_repository::run_events(const auth::tenant_context&,
                                                                                          core::run_id run,
                                                                                          std::int64_t after, int rows,
                                                                                          core::deadline) {
  const std::lock_guard lock(mutex_);
  ++page_reads;
  co_return page(runs_.at(run).events, after, rows);
}

rt::task<core::result<std::vector<store::stored_event>>> fake_chat_repository::conversation_events(
    const auth::tenant_context&, core::conversation_id conversation, std::int64_t after, int rows, core::deadline) {
  const std::lock_guard lock(mutex_);
  ++page_reads;
  std::vector<store::stored_event> all;
  for (const auto& [id, r] : runs_) {
    if (r.asked.conversation == conversation) all.insert(all.end(), r.events.begin(), r.events.end());
  }
  co_return page(std::move(all), after, rows);
}

rt::task<fake_chat_repository::state> fake_chat_repository::find_conversation(const auth::tenant_context& tenant,
                                                                              core::conversation_id conversation,
                                                                              core::deadline) {
  const std::lock_guard lock(mutex_);
  const auto found = conversations_.find(conversation);
  if (found == conversations_.end() || !member || found->second.user != tenant.user_id().str()) {
    co_return core::make_error(core::errc::not_found);
  }
  domain::conversation_state out;
  out.id = conversation;
  out.last_seq = found->second.last_seq;
  out.purged_seq = found->second.purged_seq;
  co_return out;
}

fake_run fake_chat_repository::row(core::run_id run) const {
  const std::lock_guard lock(mutex_);
  return runs_.at(run);
}

fake_conversation fake_chat_repository::row(core::conversation_id conversation) const {
  const std::lock_guard lock(mutex_);
  return conversations_.at(conversation);
}

std::size_t fake_chat_repository::runs() const {
  const std::lock_guard lock(mutex_);
  return runs_.size();
}

core::run_id fake_chat_repository::run_of(const std::string& message) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(runs_, [&](const auto& r) { return r.second.asked.message == message; });
  return found == runs_.end() ? core::run_id() : found->first;
}

void fake_chat_repository::purge(core::conversation_id conversation) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, r] : runs_) {
    if (r.asked.conversation != conversation || !over(r)) continue;
    r.events.clear();
    auto& purged = conversations_.at(conversation).purged_seq;
    purged = std::max(purged, r.last_seq);
  }
}

void fake_chat_repository::set_session(core::conversation_id conversation, std::string session_id) {
  const std::lock_guard lock(mutex_);
  conversations_.at(conversation).session_id = std::move(session_id);
}

}  // namespace switchboard::test
