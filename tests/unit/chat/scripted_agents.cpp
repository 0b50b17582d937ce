#include "scripted_agents.hpp"

#include "agent/left_host.hpp"
#include "rt/timer.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace switchboard::test {

using namespace std::chrono_literals;

class scripted_session final : public agent::session {
 public:
  scripted_session(scripted_agents& owner, std::string id)
      : owner_(owner), id_(std::move(id)), live_(owner.live_), interrupts_(owner.interrupts_) {
    ++*live_;
  }
  ~scripted_session() override { --*live_; }

  rt::task<core::result<void>> begin_turn(std::string message, agent::session_callbacks) override {
    if (owner_.begin_fails) co_return core::make_internal(core::errc::agent_crashed, "asked to fail");
    steps_ = owner_.script_of(message);
    place_ = 0;
    in_turn_ = true;
    interrupted_ = false;
    co_return core::result<void>();
  }

  rt::task<core::result<agent::timed_message>> next() override {
    if (place_ == 0 && !said_init_) {
      said_init_ = true;
      domain::init_message init;
      init.session_id = id_;
      co_return agent::timed_message{1ms, init};
    }
    while (!closed_ && place_ < steps_.size()) {
      if (interrupted_) co_return aborted();
      auto& step = steps_[place_];
      if (std::holds_alternative<throw_up>(step)) throw std::runtime_error("a bug in the session");
      if (const auto* end = std::get_if<die>(&step)) {
        dead_ = true;
        in_turn_ = false;
        co_return core::make_internal(end->code, "asked to die");
      }
      const auto* at = std::get_if<wait_at>(&step);
      if (std::holds_alternative<hang>(step) || (at && at->where->is_shut())) {
        if (at) at->where->note_waiting();
        co_await rt::sleep_for(1ms);
        continue;
      }
      ++place_;
      if (at) continue;
      co_return said(std::get<domain::agent_message>(std::move(step)));
    }
    in_turn_ = false;
    dead_ = true;
    co_return core::make_internal(core::errc::agent_crashed, closed_ ? "closed" : "the script has no end");
  }

  rt::task<core::result<void>> interrupt() override {
    ++*interrupts_;
    if (owner_.manners_ == manners::obedient) interrupted_ = true;
    co_return core::result<void>();
  }
  const std::string& session_id() const noexcept override { return id_; }
  bool alive() const noexcept override { return !dead_ && !closed_; }
  bool in_turn() const noexcept override { return in_turn_; }
  rt::task<> close(core::deadline) override {
    co_await rt::sleep_for(1ms);
    closed_ = true;
  }
  void keep_note(agent::note_kind, std::string) override {}
  void release() override {}
  void detach() override { closed_ = true; }

 private:
  agent::timed_message said(domain::agent_message m) {
    if (auto* result = std::get_if<domain::result_message>(&m)) {
      result->session_id = id_;
      in_turn_ = false;
      said_init_ = false;
    }
    return {std::chrono::milliseconds(place_), std::move(m)};
  }
  agent::timed_message aborted() {
    domain::result_message end;
    end.is_error = true;
    end.terminal_reason = "aborted_streaming";
    return said(end);
  }

  scripted_agents& owner_;
  const std::string id_;
  std::shared_ptr<std::atomic<int>> live_;
  std::shared_ptr<std::atomic<int>> interrupts_;
  script steps_;
  std::size_t place_ = 0;
  bool said_init_ = false;
  bool in_turn_ = false;
  bool interrupted_ = false;
  bool closed_ = false;
  bool dead_ = false;
};

scripted_agents::scripted_agents()
    : live_(std::make_shared<std::atomic<int>>(0)), interrupts_(std::make_shared<std::atomic<int>>(0)) {}

rt::task<core::result<std::unique_ptr<agent::session>>> scripted_agents::open(agent::session_spec spec,
                                                                              core::deadline limit) {
  while (open_gate.is_shut()) {
    open_gate.note_waiting();
    co_await rt::sleep_for(1ms);
    if (limit.passed()) co_return core::make_error(core::errc::agent_unavailable);
  }
  if (throwing_opens > 0) {
    --throwing_opens;
    throw std::runtime_error("a bug in the factory");
  }
  const std::lock_guard lock(mutex_);
  specs_.push_back(spec);
  if (spec.resume_session_id && forgotten_.contains(*spec.resume_session_id)) {
    co_return core::make_error(core::errc::gone);
  }
  auto id = spec.resume_session_id ? *spec.resume_session_id : spec.new_session_id.value_or("");
  co_return std::unique_ptr<agent::session>(std::make_unique<scripted_session>(*this, std::move(id)));
}

std::unique_ptr<agent::session> scripted_agents::adopt(const boost::asio::any_io_executor&, agent::left_host,
                                                       agent::adopted_turn) {
  throw std::logic_error("these agents are never left");
}

core::result<void> scripted_agents::ready() const {
  if (missing) return core::make_error(core::errc::agent_unavailable);
  return {};
}

void scripted_agents::on(const std::string& message, script steps) {
  const std::lock_guard lock(mutex_);
  scripts_[message] = std::move(steps);
}

void scripted_agents::forget(const std::string& session_id) {
  const std::lock_guard lock(mutex_);
  forgotten_.insert(session_id);
}

std::vector<agent::session_spec> scripted_agents::specs() const {
  const std::lock_guard lock(mutex_);
  return specs_;
}

std::vector<std::string> scripted_agents::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

script scripted_agents::script_of(const std::string& message) {
  const std::lock_guard lock(mutex_);
  messages_.push_back(message);
  const auto found = scripts_.find(message);
  return found == scripts_.end() ? says("ok") + ends() : found->second;
}

script says_unfinished(const std::string& text, int deltas) {
  static std::atomic<int> messages{0};
  domain::message_start_message start;
  start.message_id = "m" + std::to_string(++messages);
  domain::block_start_message block;
  block.kind = domain::block_kind::text;
  script out{start, block};
  const auto piece = std::max<std::size_t>(1, text.size() / static_cast<std::size_t>(deltas));
  for (std::size_t from = 0; from < text.size(); from += piece) {
    domain::text_delta_message delta;
    delta.text = text.substr(from, piece);
    out.emplace_back(domain::agent_message(delta));
  }
  return out;
}

script says(const std::string& text, int deltas) {
  return says_unfinished(text, deltas) + script{domain::block_stop_message{}};
}

script ends() {
  domain::result_message end;
  end.subtype = "success";
  end.num_turns = 1;
  end.stop_reason = "end_turn";
  end.tokens.output_tokens = 7;
  return {end};
}

script operator+(script a, script b) {
  std::ranges::move(b, std::back_inserter(a));
  return a;
}

}  // namespace switchboard::test
