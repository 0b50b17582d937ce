// Agent sessions that follow a script in place of a Claude CLI: what each does with a message is a list of steps, found
// by the message's text. Scripts are set before the turn; gates may be opened from the test's thread.
#pragma once

#include "agent/session.hpp"
#include "gate.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace switchboard::test {

/// Waits for an interrupt or the end of the process.
struct hang {};
/// The process is gone: next() gives this error from now on.
struct die {
  core::errc code = core::errc::agent_crashed;
};
/// Waits until the test opens it, or for an interrupt.
struct wait_at {
  gate* where;
};
/// A bug: next() throws.
struct throw_up {};
using script_step = std::variant<domain::agent_message, hang, die, wait_at, throw_up>;
using script = std::vector<script_step>;

/// A block of text in so many deltas, without its end where `open`.
script says(const std::string& text, int deltas = 1);
script says_unfinished(const std::string& text, int deltas = 1);
/// The turn's good end.
script ends();
script operator+(script a, script b);

enum class manners { obedient, stubborn };  // what an interrupt does

class scripted_agents final : public agent::session_factory {
 public:
  scripted_agents();

  rt::task<core::result<std::unique_ptr<agent::session>>> open(agent::session_spec spec, core::deadline limit) override;
  std::unique_ptr<agent::session> adopt(const boost::asio::any_io_executor& executor, agent::left_host left,
                                        agent::adopted_turn turn) override;
  core::result<void> ready() const override;

  /// What a session does with this message; others are answered with "ok".
  void on(const std::string& message, script steps);
  void set_manners(manners m) { manners_ = m; }
  /// A session that cannot be resumed: open() says `gone`.
  void forget(const std::string& session_id);
  /// As they were asked for, in order.
  std::vector<agent::session_spec> specs() const;
  std::vector<std::string> messages() const;
  int live() const { return *live_; }
  int interrupts() const { return *interrupts_; }

  gate open_gate;                    // here open() waits; unlike Postgres it can be cancelled
  std::atomic<bool> missing{false};  // the CLI is not there
  std::atomic<int> throwing_opens{0};
  std::atomic<bool> begin_fails{false};  // begin_turn

 private:
  friend class scripted_session;
  script script_of(const std::string& message);

  mutable std::mutex mutex_;
  std::map<std::string, script> scripts_;
  std::set<std::string> forgotten_;
  std::vector<agent::session_spec> specs_;
  std::vector<std::string> messages_;
  std::atomic<manners> manners_{manners::obedient};
  std::shared_ptr<std::atomic<int>> live_;
  std::shared_ptr<std::atomic<int>> interrupts_;
};

}  // namespace switchboard::test
