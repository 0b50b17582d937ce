// Sessions without a process, for tests of what owns sessions. Counts are thread-safe: the pool works on many shards.
#pragma once

#include "agent/left_host.hpp"
#include "agent/session.hpp"
#include "rt/timer.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace switchboard::test {

struct fake_counts {
  std::atomic<int> opened{0};
  std::atomic<int> closed{0};
  std::atomic<int> live{0};
  std::atomic<int> most_live{0};
  std::atomic<bool> fail{false};
  std::atomic<int> open_ms{0};
  std::atomic<int> close_ms{0};
};

class fake_session final : public agent::session {
 public:
  fake_session(std::shared_ptr<fake_counts> counts, std::string id) : id_(std::move(id)), counts_(std::move(counts)) {
    ++counts_->opened;
    const int now = ++counts_->live;
    int most = counts_->most_live;
    while (most < now && !counts_->most_live.compare_exchange_weak(most, now)) {
    }
  }
  ~fake_session() override { --counts_->live; }

  rt::task<core::result<void>> begin_turn(std::string, agent::session_callbacks) override {
    turn = true;
    co_return core::result<void>();
  }
  rt::task<core::result<agent::timed_message>> next() override {
    turn = false;
    co_return agent::timed_message{{}, domain::result_message{}};
  }
  rt::task<core::result<void>> interrupt() override { co_return core::result<void>(); }
  const std::string& session_id() const noexcept override { return id_; }
  bool alive() const noexcept override { return !dead; }
  bool in_turn() const noexcept override { return turn; }
  rt::task<> close(core::deadline) override {
    if (counts_->close_ms > 0) co_await rt::sleep_for(std::chrono::milliseconds(counts_->close_ms));
    dead = true;
    ++counts_->closed;
  }
  void keep_note(agent::note_kind, std::string) override {}
  void release() override {}
  void detach() override { dead = true; }

  bool dead = false;
  bool turn = false;

 private:
  std::string id_;
  std::shared_ptr<fake_counts> counts_;
};

class fake_factory final : public agent::session_factory {
 public:
  rt::task<core::result<std::unique_ptr<agent::session>>> open(agent::session_spec spec, core::deadline) override {
    if (counts->open_ms > 0) co_await rt::sleep_for(std::chrono::milliseconds(counts->open_ms));
    if (counts->fail) co_return core::make_error(core::errc::agent_unavailable);
    auto id = spec.resume_session_id ? *spec.resume_session_id : spec.new_session_id.value_or("");
    co_return std::unique_ptr<agent::session>(std::make_unique<fake_session>(counts, std::move(id)));
  }
  std::unique_ptr<agent::session> adopt(const boost::asio::any_io_executor&, agent::left_host,
                                        agent::adopted_turn turn) override {
    auto session = std::make_unique<fake_session>(counts, std::move(turn.session_id));
    session->turn = true;
    return session;
  }
  core::result<void> ready() const override {
    if (counts->fail) return core::make_error(core::errc::agent_unavailable);
    return {};
  }

  std::shared_ptr<fake_counts> counts = std::make_shared<fake_counts>();
};

}  // namespace switchboard::test
