#include "support/agent_recording.hpp"

#include "wire/agent_decoder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

namespace switchboard::test {
namespace {

const std::filesystem::path folder = std::filesystem::path(SWITCHBOARD_SOURCE_DIR) / "tests/fixtures/agent-protocol";

recording load(const std::filesystem::path& file) {
  recording out{file.stem(), {}};
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto entry = nlohmann::json::parse(line);
    if (!entry.contains("line")) continue;  // the exit
    out.lines.push_back({std::chrono::milliseconds(entry["ms"].get<std::int64_t>()),
                         entry["dir"] == "cli>host" ? direction::cli_to_host : direction::host_to_cli,
                         entry["line"].dump()});
  }
  if (out.lines.empty()) throw std::runtime_error("no recording in " + file.string());
  return out;
}

enum class host_line { user, interrupt, other };

host_line kind_of(const std::string& text) {
  const auto line = nlohmann::json::parse(text);
  if (line["type"] == "user") return host_line::user;
  const bool interrupt = line["type"] == "control_request" && line["request"]["subtype"] == "interrupt";
  return interrupt ? host_line::interrupt : host_line::other;
}

// One run after another, as the lines begin them.
class replayer {
 public:
  void host(const recorded_line& line) {
    const auto kind = kind_of(line.text);
    if (kind == host_line::user) begin(line.at);
    if (kind == host_line::interrupt && reducer_) add(reducer_->on_cancel(line.at - began_));
  }
  void cli(const recorded_line& line) {
    const auto decoded = wire::decode_agent_line(line.text);
    const auto* message = std::get_if<domain::agent_message>(&decoded);
    if (message == nullptr) return;
    // A result before the first user line is a failed start.
    if (!reducer_ && runs_.empty() && std::holds_alternative<domain::result_message>(*message)) {
      begin(line.at);
      start_failed_ = true;
    }
    if (reducer_) add(reducer_->on_message(*message, line.at - began_));
    last_ = line.at;
  }
  std::vector<replayed_run> finish() {
    if (reducer_ && !reducer_->ended()) {
      add(reducer_->on_failure(core::make_error(core::errc::agent_crashed), last_ - began_));
    }
    keep();
    return std::move(runs_);
  }

 private:
  void begin(std::chrono::milliseconds at) {
    if (std::exchange(start_failed_, false)) return;  // the run of this line has ended before it
    keep();
    reducer_.emplace(test_context());
    began_ = last_ = at;
  }
  void keep() {
    if (!reducer_) return;
    runs_.push_back({std::move(events_), reducer_->outcome(), reducer_->text(), reducer_->parts_json().text});
    events_.clear();
    reducer_.reset();
  }
  void add(std::vector<domain::event> events) { std::ranges::move(events, std::back_inserter(events_)); }

  std::optional<domain::run_reducer> reducer_;
  bool start_failed_ = false;
  std::vector<domain::event> events_;
  std::vector<replayed_run> runs_;
  std::chrono::milliseconds began_{0};
  std::chrono::milliseconds last_{0};
};

}  // namespace

recording load_recording(const std::string& name) {
  return load(folder / (name + ".ndjson"));
}

std::vector<recording> all_recordings() {
  std::vector<recording> out;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".ndjson") out.push_back(load(file.path()));
  }
  std::ranges::sort(out, {}, &recording::name);
  return out;
}

std::vector<std::string> cli_lines(const recording& r) {
  std::vector<std::string> out;
  for (const auto& line : r.lines) {
    if (line.dir == direction::cli_to_host) out.push_back(line.text);
  }
  return out;
}

domain::run_context test_context() {
  domain::run_context c;
  c.conversation = *core::conversation_id::parse("11111111-1111-4111-8111-111111111111");
  c.run = *core::run_id::parse("22222222-2222-4222-8222-222222222222");
  c.message = *core::message_id::parse("33333333-3333-4333-8333-333333333333");
  c.model = "claude-opus-5-5";
  c.prices = {{"opus", 15'000'000, 75'000'000, 1'500'000, 18'750'000}};
  return c;
}

std::vector<replayed_run> replay(const recording& r, std::size_t max_lines) {
  replayer play;
  for (const auto& line : r.lines) {
    if (line.dir == direction::host_to_cli) {
      play.host(line);
    } else if (max_lines-- == 0) {
      break;
    } else {
      play.cli(line);
    }
  }
  return play.finish();
}

std::string show(const std::vector<replayed_run>& runs) {
  constexpr std::array states{"running", "completed", "cancelled", "failed"};
  std::string out;
  std::int64_t seq = 0;
  for (const auto& run : runs) {
    for (const auto& event : run.events) out += domain::to_json(event, ++seq) + "\n";
    const auto& o = run.outcome;
    out +=
        "outcome: " + std::string(states.at(static_cast<std::size_t>(o.state))) + " " + o.stop_reason + " " + o.model;
    if (o.error) out += " (" + o.error->detail + ")";
    out += "\nparts: " + run.parts + "\ntext: " + core::dump(core::json(run.text)) + "\n\n";
  }
  return out;
}

}  // namespace switchboard::test
